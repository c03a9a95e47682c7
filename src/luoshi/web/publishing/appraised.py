"""The bulletin (通报) of an appraisal session: its numbers are bound to the released result.

A draft: the office gives it its number when it is issued on paper.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone, translation

from luoshi.render.official import official_docx
from luoshi.render.paper import (
    Block,
    Column,
    Heading,
    OfficialPaper,
    PaperNumber,
    Paragraph,
    Printing,
    Run,
    Table,
    written,
)
from luoshi.web.appraisal.models import Comment, Result, Session
from luoshi.web.appraisal.resultpage import Group, Told, told_of
from luoshi.web.appraisal.resultqueries import comments_said
from luoshi.web.publishing.paper import DIGITS_SHOWN, heads

NOT_YET = 0
"""The serial of a paper that has none."""


def session_bulletin(session: Session, result: Result) -> bytes:
    """The draft as .docx in the layout of GB/T 9704-2012. Equal results give equal bytes."""
    with translation.override("zh-hans"):
        return official_docx(paper_of_session(session, result))


def paper_of_session(session: Session, result: Result) -> OfficialPaper:
    """The paper: turnout, places of each group, what leaders said, and the seal."""
    form: dict[str, Any] = heads()[session.jurisdiction.kind]
    agency = form["agency"].replace("〈名〉", session.jurisdiction.name)
    code = form["code"].replace("〈字〉", session.jurisdiction.short_name[:1])
    signed_on = timezone.localdate(result.computed_at)
    seal = session.sealed.seal[:DIGITS_SHOWN]
    return OfficialPaper(
        agency=f"{agency}文件",
        number=PaperNumber(code, signed_on.year, NOT_YET),
        title=f"{agency}关于{session.title}评议结果的通报",
        addressee="各参加评议单位",
        blocks=tuple(_blocks(session, told_of(session, result))),
        signature=agency,
        signed_on=signed_on,
        note=f"结果摘要：{result.digest[:DIGITS_SHOWN]}；封存摘要：{seal}",
        copy_to=tuple(heads()["copy_to"].get(session.jurisdiction.kind, [])),
        printed_by=Printing(agency, signed_on),
    )


def _blocks(session: Session, told: Told) -> Iterator[Block]:
    ref = f"session:{session.pk}"
    yield Paragraph(
        (
            Run(
                f"{written(session.held_on)}召开的{session.title}已按事先公布的办法完成评议、计票，"
            ),
            Run("两位公布人同意公布。现将结果通报如下。"),
        )
    )
    yield Heading(1, "收回选票")
    yield Paragraph(tuple(_turnout(told, ref)))
    yield Heading(1, "评议结果")
    for failure in told.failures:
        yield Paragraph((Run(f"没有结果：{failure}"),))
    for group in told.groups:
        yield _table(group, told, ref)
    said = comments_said(session)
    if said:
        yield Heading(1, "现场讲评")
    for comment in said:
        yield _comment(comment)
    yield Heading(1, "有关说明")
    yield Paragraph(
        (Run("得分相同的位次并列。位次和讲评本身不引起任何奖惩；奖惩须另行提出和审批。"),)
    )
    yield Paragraph((Run("选票清单已封存，凭签字的结果单上的摘要，任何人可以核对。"),))


def _turnout(told: Told, ref: str) -> Iterator[Run]:
    numbers = [("应到", "size", told.size), ("人，收回选票", "cast", told.cast)]
    if told.valid is not None:
        numbers += [("张，其中有效", "valid", told.valid)]
        numbers += [("张、无效", "void", told.cast - told.valid)]
    for words, name, number in numbers:
        yield Run(words)
        yield Run(str(number), f"{ref}/{name}")
    yield Run("张。")


def _table(group: Group, told: Told, ref: str) -> Table:
    columns = (Column("位次", 2), Column("单位", 4), Column("总分", 2),
               *(Column(name, 2) for name in told.criteria))  # fmt: skip
    rows = []
    for line in group.lines:
        path = f"{ref}/{line.key}"
        place = f"并列{line.rank}" if line.tied > 1 else line.rank or "—"
        marks = [
            Run(number or "—", f"{path}/criterion:{at}")
            for at, (_name, number) in enumerate(line.criteria, 1)
        ]
        total = Run(line.total or "—", f"{path}/total")
        rows.append((Run(place, f"{path}/rank"), Run(line.name), total, *marks))
    return Table(columns, tuple(rows), group.title)


def _comment(comment: Comment) -> Paragraph:
    about = f"对{comment.contender.unit.short_name}" if comment.contender else ""
    return Paragraph((Run(f"{comment.said_by}{about}：{comment.text}"),))
