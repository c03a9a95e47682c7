"""The scoreboard of a session as slides, to be shown at the next meeting."""

from django.utils import translation

from luoshi.render.paper import written
from luoshi.render.slides import Slide, pptx
from luoshi.web.appraisal.models import Session
from luoshi.web.appraisal.resultpage import Group, Told


def slides_pptx(session: Session, told: Told) -> bytes:
    """A cover, each group's places, and how many voted under which seal; in Chinese."""
    with translation.override("zh-hans"):
        return pptx(_slides(session, told))


def _slides(session: Session, told: Told) -> list[Slide]:
    place = f"　{session.place}" if session.place else ""
    day = f"{session.jurisdiction.name}　{written(session.held_on)}{place}"
    counts = f"收回选票 {told.cast} 张"
    if told.valid is not None:
        counts += f"，有效 {told.valid} 张，无效 {told.cast - told.valid} 张"
    return [
        Slide(session.title, (day, counts), is_cover=True),
        *(Slide("没有结果", (failure,)) for failure in told.failures),
        *(_scores(group, told) for group in told.groups),
        Slide(
            "收回选票和封存摘要",
            (
                f"封存摘要：{session.sealed.seal}",
                "凭封存清单，任何人可以用 luoshi tally 重新计票。",
            ),
            ("票种", "应到", "收回", "有效", "无效"),
            (4, 2, 2, 2, 2),
            [each.row for each in told.rows],
        ),
    ]


def _scores(group: Group, told: Told) -> Slide:
    rows = [
        (
            f"并列{line.rank}" if line.tied > 1 else line.rank or "—",
            line.name,
            line.total or "—",
            *(each or "—" for _, each in line.criteria),
        )
        for line in group.lines
    ]
    hidden = "、".join(group.withheld)
    lines = (f"{hidden}不单列：不足 {told.shown_from} 票，或者能由其余推出。",) if hidden else ()
    return Slide(
        group.title or "得分和位次",
        lines,
        ("位次", "单位", "总分", *told.criteria),
        (2, 5, 2, *[2] * len(told.criteria)),
        rows,
    )
