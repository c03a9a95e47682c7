"""The result sheet (评议结果单) as a Word file, for the signatures in the hall."""

from collections.abc import Iterator

from django.utils import translation

from luoshi.render.paper import Block, Column, Heading, Paragraph, Run, Table, written
from luoshi.render.statement import Party, Statement, statement_docx
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.queries import contenders_of
from luoshi.web.appraisal.resultpage import Group, Told, told_of

FEW = 4
"""More criteria than these need a sheet across."""
SIGNING = ("主持人", "计票人", "监票人")


def result_docx(session: Session, result: Result) -> bytes:
    """The sheet as .docx on A4, in Chinese. Equal results give equal bytes."""
    with translation.override("zh-hans"):
        return statement_docx(statement_of(session, result))


def statement_of(session: Session, result: Result) -> Statement:
    """Turnout, order, places, seal, and room for who signs."""
    told = told_of(session, result)
    return Statement(
        title=f"{session.title}\n结果单",
        blocks=tuple(_blocks(session, result, told)),
        parties=tuple(Party(each, "", line="签字", signer="　") for each in SIGNING),
        dated_on=session.held_on,
        across=len(told.criteria) > FEW,
    )


def _blocks(session: Session, result: Result, told: Told) -> Iterator[Block]:
    place = f"，{session.place}" if session.place else ""
    yield _said(f"{session.jurisdiction.name}，{written(session.held_on)}{place}。")
    yield Heading(1, "收回选票")
    yield _turnout(told)
    if told.together:
        yield _said(f"应到或者收回不足{told.shown_from}张的票种不单列，和能由合计推出的一并合计。")
    for reason, number in told.void:
        yield _said(f"无效票{number}张：{reason}。")
    yield Heading(1, "出场次序")
    names = [each.unit.short_name for each in contenders_of(session)]
    yield _said("、".join(f"{number}. {name}" for number, name in enumerate(names, 1)) + "。")
    if session.seed:
        yield _said(f"抽签种子：{session.seed}。")
    yield Heading(1, "得分和位次")
    for failure in told.failures:
        yield _said(f"没有结果：{failure}")
    for group in told.groups:
        yield _table(group, told)
    withheld = list(dict.fromkeys(name for group in told.groups for name in group.withheld))
    if withheld:
        names_told = "、".join(withheld)
        yield _said(f"{names_told}不单列：不足{told.shown_from}票，或者能由其余推出。")
    yield Heading(1, "封存")
    digests = (("封存", session.sealed.seal), ("结果", result.digest), ("办法", session.digest))
    yield Table(
        (Column("哪一个", 1), Column("摘要（SHA-256，改一个字就不同）", 6, "left")),
        tuple((Run(name), Run(_spaced(each))) for name, each in digests),
    )
    yield _said("凭封存清单和本摘要，任何人可以用 luoshi tally 重新计票。")


def _turnout(told: Told) -> Table:
    columns = (Column("票种", 3, "left"), Column("应到"), Column("收回"), Column("有效"),
               Column("无效"))  # fmt: skip
    return Table(columns, tuple(tuple(Run(cell) for cell in each.row) for each in told.rows))


def _table(group: Group, told: Told) -> Table:
    columns = (Column("位次", 2), Column("单位", 4, "left"), Column("总分", 2),
               *(Column(name, 2) for name in told.criteria))  # fmt: skip
    rows = []
    for line in group.lines:
        place = f"并列{line.rank}" if line.tied > 1 else line.rank or "—"
        cells = (place, line.name, line.total or "—", *(each or "—" for _, each in line.criteria))
        rows.append(tuple(Run(cell) for cell in cells))
    return Table(columns, tuple(rows), group.title)


def _spaced(digest: str) -> str:
    """In groups of eight, to be read aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))
