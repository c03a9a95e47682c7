"""What a drawing shows, said in one sentence above it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from luoshi.core.projects import Funnel, Meter, Stage
from luoshi.web.projects.queries.figures import PlaceFigures, Starts, YearCurve
from luoshi.web.projects.wording import rate, summed


def funnel_finding(title: str, funnel: Funnel) -> str:
    """How many started, as said and as found, under both denominators."""
    whole, kept = funnel.pair(Stage.STARTED)
    facts = {
        "title": title,
        "n": funnel.size,
        "said": whole.count.said,
        "said_rate": rate(whole.rate("said")),
        "achieved": whole.count.achieved,
        "achieved_rate": rate(whole.rate("achieved")),
        "dropped": funnel.dropped,
        "said_kept": rate(kept.rate("said")),
        "achieved_kept": rate(kept.rate("achieved")),
    }
    text = _(
        "%(title)s签约 %(n)s 个：自报开工 %(said)s 个（%(said_rate)s），"
        "核实开工 %(achieved)s 个（%(achieved_rate)s）"
    )
    if funnel.dropped:
        text += _("；剔除客观退出 %(dropped)s 个后为 %(said_kept)s 和 %(achieved_kept)s")
    return text % facts


def starts_finding(starts: Starts) -> str:
    """The last quarter against its target, as said and as found."""
    if not starts.quarters or not starts.quarters[-1].of_whole:
        return _("%(year)s 年没有计划开工的项目") % {"year": starts.year}
    last = starts.quarters[-1]
    facts = {
        "year": starts.year,
        "day": last.on.isoformat(),
        "n": last.of_whole,
        "said": rate(last.rate("said")),
        "achieved": rate(last.rate("achieved")),
        "target": rate(last.target),
    }
    text = _("%(year)s 年计划开工 %(n)s 个，到 %(day)s 自报开工率 %(said)s，核实 %(achieved)s")
    if last.target is not None:
        text += _("，目标 %(target)s")
    return text % facts


def curve_finding(curve: YearCurve) -> str:
    """How far what was said, and what was counted, is from the plan."""
    if not curve.plan:
        return _("%(year)s 年还没有下达年度投资计划") % {"year": curve.year}
    parts = [_("%(year)s 年计划投资 %(plan)s 亿元")]
    facts: dict[str, object] = {"year": curve.year, "plan": summed(curve.plan)}
    for claim, told in (("said", curve.said), ("achieved", curve.achieved)):
        if told:
            facts |= {
                f"{claim}_month": len(told),
                f"{claim}_total": summed(told[-1]),
                f"{claim}_planned": summed(curve.planned[len(told) - 1]),
            }
    if curve.said:
        parts.append(_("自报 1 至 %(said_month)s 月 %(said_total)s 亿元（计划 %(said_planned)s）"))
    if curve.achieved:
        parts.append(
            _(
                "统计 1 至 %(achieved_month)s 月 %(achieved_total)s 亿元"
                "（计划 %(achieved_planned)s）"
            )
        )
    return _("，").join(parts) % facts


def reserve_finding(meter: Meter) -> str:
    """Which of the two goals is met, and what is wanting."""
    facts = {
        "n": meter.projects,
        "amount": summed(meter.investment),
        "missing_n": meter.missing_projects,
        "missing": summed(meter.missing_investment),
    }
    text = _("储备项目 %(n)s 个、计划投资 %(amount)s 亿元")
    if meter.missing_projects:
        text += _("，还差 %(missing_n)s 个")
    if meter.missing_investment:
        text += _("，还差 %(missing)s 亿元")
    if meter.met:
        text += _("，双百已达到")
    return text % facts


def map_finding(places: Sequence[PlaceFigures]) -> str:
    """Where the most was found to have started, ties named together."""
    rates = {
        str(place.unit): share
        for place in places
        if place.unit
        and (share := place.funnel.pair(Stage.STARTED)[0].rate("achieved")) is not None
    }
    if not rates:
        return _("还没有签约项目")
    best = max(rates.values())
    names = _("、").join(name for name, share in rates.items() if share == best)
    return _("核实开工率最高的是%(names)s（%(rate)s）") % {"names": names, "rate": rate(best)}
