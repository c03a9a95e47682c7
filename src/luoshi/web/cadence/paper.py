"""The sheet of a meeting as a Word file: what is read aloud, asked and written beside."""

from collections.abc import Iterator, Sequence
from datetime import date

from luoshi.render.paper import Block, Column, Heading, Paragraph, Run, Table, written
from luoshi.render.statement import Party, Statement, statement_docx
from luoshi.web.cadence.models import Meeting, Question
from luoshi.web.cadence.sheetpage import Line, Sheet

SAYS = (Column("序号"), Column("事项", 6, "left"), Column("责任单位", 2), Column("时限", 1),
        Column("说", 2), Column("做", 1), Column("成", 2), Column("亮灯和原因", 5, "left"),
        Column("拟问和点评", 5, "left"))  # fmt: skip


def sheet_docx(meeting: Meeting, sheet: Sheet) -> bytes:
    """The sheet as .docx on A4 landscape, in Chinese. Equal sheets give equal bytes."""
    return statement_docx(statement_of(meeting, sheet))


def statement_of(meeting: Meeting, sheet: Sheet) -> Statement:
    """Title, sections in the order of the meeting, room for two signatures."""
    body = meeting.cadence.list.jurisdiction.name
    held = meeting.held_on
    return Statement(
        title=meeting.cadence.title,
        blocks=tuple(_blocks(meeting, sheet)),
        parties=(
            Party("主持", body, meeting.chair if held else "", held),
            Party("记录", f"{body}督查室", "", held),
        ),
        dated_on=held or meeting.on,
        across=True,
    )


def _blocks(meeting: Meeting, sheet: Sheet) -> Iterator[Block]:
    day, place = written(meeting.held_on or meeting.on), meeting.place or "待定"
    span = f"{written(meeting.period_start)}至{written(meeting.period_end)}"
    yield _said(f"{meeting.cadence.list.title}。时间：{day}。地点：{place}。调度期：{span}。")
    if meeting.subject:
        yield _said(f"题目：{meeting.subject}。")
    if sheet.as_of:
        told = "、".join(f"{name}{count}项" for _key, name, count in sheet.lights)
        yield _said(f"数据截至{written(date.fromisoformat(sheet.as_of))}。{told}")
    yield from _section("上次交办，现在怎样", sheet.resolved)
    yield from _section("上会事项", sheet.called)
    yield from _section("红灯和黄灯", sheet.warned)
    if sheet.more:
        yield _said(f"另有{sheet.more}项红黄灯未列出。")
    yield from _questions(sheet.questions)
    yield from _remarks(sheet)
    if sheet.resolutions:
        yield Heading(1, "本次交办")
        for number, each in enumerate(sheet.resolutions, 1):
            due, unit = written(each.commitment.due_on), each.commitment.lead_unit
            yield _said(f"{number}. {each.commitment.text}（{unit}，{due}前）")


def _section(title: str, lines: Sequence[Line]) -> Iterator[Block]:
    if not lines:
        return
    yield Heading(1, title)
    rows = []
    for number, line in enumerate(lines, 1):
        why = f"：{line.why}" if line.why else ""
        why += f"　{line.accepted}" if line.accepted else ""
        cells = (str(line.position or number), line.text, line.unit, line.due, line.said, line.did,
                 line.achieved, f"{line.label}{why}", line.ask)  # fmt: skip
        rows.append(tuple(Run(cell) for cell in cells))
    yield Table(SAYS, tuple(rows))


def _questions(questions: Sequence[Question]) -> Iterator[Block]:
    if not questions:
        return
    yield Heading(1, "提问和答复")
    for number, each in enumerate(questions, 1):
        left = getattr(each, "left", 0)
        carried = f"，已有{left}次会上未答" if left else ""
        answer = each.answer or "（未答复）"
        yield _said(f"{number}. {each.asked_by}问{each.unit}{carried}：{each.text}　答：{answer}")


def _remarks(sheet: Sheet) -> Iterator[Block]:
    yield Heading(1, "点评")
    lines = [*sheet.resolved, *sheet.called, *sheet.warned]
    told = {mark.pk: mark for line in lines for mark in line.remarks}
    told |= {mark.pk: mark for mark in sheet.remarks}
    for mark in told.values():
        about = f"“{mark.commitment}”" if mark.commitment else ""
        yield _said(f"{mark.said_by}{about}：{mark.text}")
    if not told:
        yield _said("　")
        yield _said("　")


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))
