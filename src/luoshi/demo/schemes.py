"""The city's scheme with a quota and a veto, ties that a person decides, and next year's draft."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

from luoshi.demo.clock import at_office, month_end
from luoshi.demo.founding import City
from luoshi.demo.story import drawn
from luoshi.web.assessment.actions import edge_decide, scheme_create
from luoshi.web.assessment.actions.trials import trial_compute
from luoshi.web.assessment.models import ScoreNode, ScoreRun
from luoshi.web.commitments.actions.amendments import Paper
from luoshi.web.indicators import actions
from luoshi.web.indicators.reading import preview_of
from luoshi.web.units.models import Unit

COUNTED = ("cases_called_back", "cases_solved")
BARRED, WHY = "YC-ZJJ", "上年度工地事故经调查认定负有监管领导责任"
REASON = "同分，取核验结果较高的单位。"


def scheme_text(year: int) -> str:
    """The preset of the city, rounded to whole points, with what ``awards.yaml`` adds."""
    preset = files("luoshi.presets").joinpath("schemes/yunchuan.yaml")
    awards = files("luoshi.demo").joinpath("awards.yaml").read_text(encoding="utf-8")
    rules = preset.read_text(encoding="utf-8").replace("{places: 2,", "{places: 0,")
    return f"{rules}{awards.replace('YEAR', str(year + 1))}"


def bar_one(city: City) -> None:
    """A unit was held responsible for an accident: its points go on, the quota is barred."""
    on = date(city.today.year, 5, 8)
    if on >= city.today:
        return
    draft = actions.FigureDraft(
        unit=city.units[BARRED], name="安全责任", day=on, value=Decimal(1), note=WHY,
        paper=Paper("事故责任认定.txt", f"{city.units[BARRED].name}{WHY}。".encode()),
    )  # fmt: skip
    by = city.actor("assessor", on)
    actions.figure_enter(jurisdiction=city.unit, draft=draft, by=by, at=at_office(on))


def decide_edges(city: City, run: ScoreRun, at: datetime) -> None:
    """Ties at the edge of a quota are decided by name, with a reason, before the run is final."""
    for quota in run.quotas.order_by("pk"):
        if quota.edge:
            nodes = ScoreNode.objects.filter(
                score__run=run, score__unit__code__in=quota.edge, path="verified"
            )
            codes = nodes.order_by("-points", "score__unit__code").values_list("score__unit__code")
            chosen = [code for (code,) in codes[: quota.left]]
            by = city.actor("principal", at.date())
            edge_decide(quota=quota, chosen=chosen, reason=REASON, by=by, at=at)


def try_draft(city: City, run: ScoreRun) -> None:
    """Next year's draft over the facts of a past run, with the cases of its months."""
    at = run.known_at
    office, assessor = city.actor("supervisor", at.date()), city.actor("assessor", at.date())
    actions.indicators_from_presets(
        jurisdiction=city.unit, keys=COUNTED, authority=city.unit, by=office, at=at
    )
    units = [unit for kind in ("county", "department", "park") for unit in city.of_kind(kind)]
    draft = actions.SheetDraft(
        vintage="flash", published_on=at.date(), source="云川市12345热线月报"
    )
    file = actions.statistics_take(
        jurisdiction=city.unit, name="12345热线各单位诉求回访.csv",
        data=_cases(units, run.period_end), draft=draft, by=office, at=at,
    )  # fmt: skip
    actions.statistics_apply(file=file, seen=preview_of(file, office, at).seen, by=office, at=at)
    text = files("luoshi.demo").joinpath("draft.yaml").read_text(encoding="utf-8")
    version = scheme_create(jurisdiction=city.unit, text=text, by=assessor, at=at)
    trial_compute(run=run, version=version, by=assessor, at=at)


def _cases(units: Sequence[Unit], until: date) -> bytes:
    """Month by month, cases called back and those of them that were solved."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["单位", "期间", "已回访诉求件数", "回访已解决诉求件数"])
    for unit in units:
        size = drawn(unit.code, "cases", low="3", high="60")
        rate = drawn(unit.code, "solved", low="0.55", high="0.95")
        for month in range(1, until.month + 1):
            end = month_end(until.year, month)
            called = int(size * drawn(unit.code, end, low="0.7", high="1.3"))
            solved = min(called, round(called * rate))
            writer.writerow([unit.name, f"{end.year}年{end.month}月", called, solved])
    return stream.getvalue().encode()
