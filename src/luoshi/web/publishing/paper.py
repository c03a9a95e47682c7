"""The paper of a bulletin: from what is stored to an official paper, and to a page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from luoshi.core.document import LOADER
from luoshi.render.bound import bound_numbers
from luoshi.render.length import length_report
from luoshi.render.lint import lint_official
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
)
from luoshi.web.publishing.facts import GroupFacts, RunFacts
from luoshi.web.publishing.values import period_text, plain_values, unit_labels, values_of
from luoshi.web.publishing.wording import NAME, OF_GROUP, default_texts
from luoshi.web.units.models import Unit

Content = dict[str, Any]
DIGITS_SHOWN = 16
PARTS_SHOWN = 4


def content_of(facts: RunFacts, jurisdiction: Unit) -> Content:
    """All that a bulletin on the run is made of, but for number, day and anchor."""
    return {
        "head": _head(facts, jurisdiction),
        "groups": [_group(group, unit_labels(facts)) for group in facts.groups],
        "values": plain_values(values_of(facts)),
        "lights": {str(each.pk): each.light for each in facts.standings},
        "texts": default_texts(facts),
        "edited": {},
        "anchor": {},
        "overleaf": False,
    }


@cache
def heads() -> dict[str, Any]:
    """How papers of each kind of jurisdiction are headed, and what the fonts are called."""
    text = Path(__file__).with_name("heads.yaml").read_text(encoding="utf-8")
    return dict(yaml.load(text, LOADER))


def _head(facts: RunFacts, jurisdiction: Unit) -> dict[str, object]:
    form = heads()[jurisdiction.kind]
    agency = form["agency"].replace("〈名〉", jurisdiction.name)
    kinds = {kind for group in facts.groups for kind in group.kinds}
    period = period_text(facts.period_start, facts.period_end)
    return {
        "agency": agency,
        "code": form["code"].replace("〈字〉", jurisdiction.short_name[:1]),
        "title": f"{agency}关于{period}重点任务落实情况的通报",
        "addressee": "，".join(
            text for kind, text in heads()["addressees"].items() if kind in kinds
        ),
        "copy_to": heads()["copy_to"].get(jurisdiction.kind, []),
        "period": period,
    }


def _group(group: GroupFacts, labels: Mapping[str, str]) -> dict[str, object]:
    parts = [part.title for part in group.units[0].parts[:PARTS_SHOWN]] if group.units else []
    columns = ("位次", "得分", *parts, "事项", "红灯")
    rows = [
        {
            "unit": labels[unit.code],
            "tied": unit.tied > 1,
            "names": [f"{labels[unit.code]}{column}" for column in columns],
        }
        for unit in group.units
    ]
    return {"key": group.key, "title": group.title, "parts": parts, "rows": rows}


def texts_of(content: Content) -> dict[str, str]:
    """Every paragraph as it stands: edited, or as worded by the presets."""
    return {**content["texts"], **content["edited"]}


def paper_of(content: Content, *, year: int, number: int, signed_on: date) -> OfficialPaper:
    """The official paper. Equal contents, numbers and days give equal papers."""
    head = content["head"]
    return OfficialPaper(
        agency=f"{head['agency']}文件",
        number=PaperNumber(head["code"], year, number),
        title=head["title"],
        addressee=head["addressee"],
        blocks=tuple(_blocks(content)),
        signature=head["agency"],
        signed_on=signed_on,
        note=note_of(content["anchor"]),
        copy_to=tuple(head["copy_to"]),
        printed_by=Printing(head["agency"], signed_on),
        overleaf=content["overleaf"],
    )


def note_of(anchor: Mapping[str, Any]) -> str:
    """What lets an outsider check the bulletin later: digest of the result, place in the record."""
    if not anchor:
        return ""
    result, link = anchor["result"][:DIGITS_SHOWN], anchor["hash"][:DIGITS_SHOWN]
    return f"数据指纹：{result}；审计记录第{anchor['seq']}条：{link}"


def _blocks(content: Content) -> Iterator[Block]:
    texts = texts_of(content)

    def told(*keys: str) -> Iterator[Block]:
        for key in keys:
            for line in texts[key].splitlines():
                yield Paragraph(tuple(_runs(line, content["values"])))

    yield from told("opening")
    yield Heading(1, "总体情况")
    yield from told("counts", "lights", "verified")
    yield Heading(1, "得分排名")
    yield from told("ranking")
    yield from (_table(group, content) for group in content["groups"])
    yield Heading(1, "点评")
    for group in content["groups"]:
        yield Heading(2, group["title"])
        yield from told(*(f"{group['key']}/{part}" for part in OF_GROUP))
    yield Heading(1, "下一步要求")
    yield from told("next")


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


def _table(group: Mapping[str, Any], content: Content) -> Table:
    values = content["values"]
    columns = (
        Column("位次", 2),
        Column("单位", 4),
        Column("得分", 2),
        *(Column(title, 3) for title in group["parts"]),
        Column("事项", 2),
        Column("红灯", 2),
    )
    rows = []
    for row in group["rows"]:
        rank, *numbers = (_bound(values[name]) for name in row["names"])
        place = Run(f"并列{rank.text}", rank.ref) if row["tied"] else rank
        rows.append((place, Run(row["unit"]), *numbers))
    period = content["head"]["period"]
    return Table(columns, tuple(rows), f"{group['title']}{period}得分排名")


def _bound(value: Mapping[str, Any]) -> Run:
    return Run(value["text"], value["ref"])


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file with what is kept beside it."""

    docx: bytes
    bound: list[dict[str, object]]
    checks: dict[str, object]


def made(paper: OfficialPaper, content: Content) -> Made:
    """The Word file, every bound number in reading order, and what the checks found."""
    docx = official_docx(paper)
    by_ref = {value["ref"]: (name, value) for name, value in content["values"].items()}
    bound = [
        {"ref": ref, "text": text, "name": by_ref[ref][0], **_trace(by_ref[ref][1])}
        for ref, text in bound_numbers(docx)
    ]
    length = length_report(paper)
    checks = {
        "characters": length.characters,
        "limit": length.limit,
        "source": length.source,
        "findings": [
            [each.clause, each.key, each.expected, each.found, each.paragraph]
            for each in lint_official(docx)
        ],
    }
    return Made(docx, bound, checks)


def _trace(value: Mapping[str, Any]) -> dict[str, object]:
    return {key: value[key] for key in ("unit", "commitment", "members")}
