"""The blocks of a bulletin in the order of the paper: of a score run, of an appraisal session."""

from collections.abc import Iterator, Mapping
from typing import Any

from luoshi.render.paper import Block, Column, Heading, Paragraph, Run, Table
from luoshi.web.publishing.wording import NAME, OF_GROUP

Content = dict[str, Any]
SESSION = "session"
"""The ``kind`` of what tells of an appraisal session; a run's contents have none."""


def texts_of(content: Content) -> dict[str, str]:
    """Every paragraph as it stands: edited, or as worded by the presets."""
    return {**content["texts"], **content["edited"]}


def blocks_of(content: Content) -> tuple[Block, ...]:
    """Headings, paragraphs and tables with every number bound."""
    return tuple(_session(content) if content.get("kind") == SESSION else _run(content))


def _run(content: Content) -> Iterator[Block]:
    yield from _told(content, "opening")
    yield Heading(1, "总体情况")
    yield from _told(content, "counts", "lights", "verified")
    yield Heading(1, "得分排名")
    yield from _told(content, "ranking")
    yield from (_ranking(group, content) for group in content["groups"])
    yield Heading(1, "点评")
    for group in content["groups"]:
        yield Heading(2, group["title"])
        yield from _told(content, *(f"{group['key']}/{part}" for part in OF_GROUP))
    yield Heading(1, "下一步要求")
    yield from _told(content, "next")


def _session(content: Content) -> Iterator[Block]:
    yield from _told(content, "held")
    yield Heading(1, "收回选票")
    yield from _told(content, "turnout")
    yield Heading(1, "评议结果")
    yield from _told(content, *_each(content, "no_result"))
    yield from (_places(group, content) for group in content["groups"])
    if said := tuple(_told(content, *_each(content, "remark"))):
        yield Heading(1, "现场讲评")
        yield from said
    yield Heading(1, "有关说明")
    yield from _told(content, "places", "checking")


def _each(content: Content, part: str) -> list[str]:
    return [key for key in content["texts"] if key.endswith(f"/{part}")]


def _told(content: Content, *keys: str) -> Iterator[Paragraph]:
    texts = texts_of(content)
    for key in keys:
        for line in texts[key].splitlines():
            yield Paragraph(tuple(_runs(line, content["values"])))


def _runs(line: str, values: Mapping[str, Any]) -> Iterator[Run]:
    end = 0
    for found in NAME.finditer(line):
        if found.start() > end:
            yield Run(line[end : found.start()])
        value = values[found[1]]
        yield Run(value["text"], value["ref"])
        end = found.end()
    if line[end:]:
        yield Run(line[end:])


def _ranking(group: Mapping[str, Any], content: Content) -> Table:
    columns = (
        Column("位次", 2),
        Column("单位", 4),
        Column("得分", 2),
        *(Column(title, 3) for title in group["parts"]),
        Column("事项", 2),
        Column("红灯", 2),
    )
    period = content["head"]["period"]
    return Table(columns, _rows(group, content), f"{group['title']}{period}得分排名")


def _places(group: Mapping[str, Any], content: Content) -> Table:
    columns = (
        Column("位次", 2),
        Column("单位", 4),
        Column("总分", 2),
        *(Column(title, 2) for title in group["parts"]),
    )
    return Table(columns, _rows(group, content), group["title"])


def _rows(group: Mapping[str, Any], content: Content) -> tuple[tuple[Run, ...], ...]:
    rows = []
    for row in group["rows"]:
        rank, *numbers = (_bound(content["values"][name]) for name in row["names"])
        place = Run(f"并列{rank.text}", rank.ref) if row["tied"] else rank
        rows.append((place, Run(row["unit"]), *numbers))
    return tuple(rows)


def _bound(value: Mapping[str, Any]) -> Run:
    return Run(value["text"], value["ref"])
