"""The paper of a bulletin: from what is stored to an official paper, and to a page."""

from collections.abc import Mapping
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
from luoshi.render.paper import OfficialPaper, PaperNumber, Printing
from luoshi.web.publishing.blocks import Content, blocks_of
from luoshi.web.publishing.facts import GroupFacts, RunFacts
from luoshi.web.publishing.values import period_text, plain_values, unit_labels, values_of
from luoshi.web.publishing.wording import default_texts
from luoshi.web.units.models import Unit

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


def head_of(jurisdiction: Unit, about: str, addressee: str) -> dict[str, object]:
    """Who speaks to whom, and the title: on what."""
    form = heads()[jurisdiction.kind]
    agency = form["agency"].replace("〈名〉", jurisdiction.name)
    return {
        "agency": agency,
        "code": form["code"].replace("〈字〉", jurisdiction.short_name[:1]),
        "title": f"{agency}关于{about}的通报",
        "addressee": addressee,
        "copy_to": heads()["copy_to"].get(jurisdiction.kind, []),
    }


def _head(facts: RunFacts, jurisdiction: Unit) -> dict[str, object]:
    kinds = {kind for group in facts.groups for kind in group.kinds}
    period = period_text(facts.period_start, facts.period_end)
    addressee = "，".join(text for kind, text in heads()["addressees"].items() if kind in kinds)
    return {
        **head_of(jurisdiction, f"{period}重点任务落实情况", addressee),
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


def paper_of(content: Content, *, year: int, number: int, signed_on: date) -> OfficialPaper:
    """The official paper. Equal contents, numbers and days give equal papers."""
    head = content["head"]
    return OfficialPaper(
        agency=f"{head['agency']}文件",
        number=PaperNumber(head["code"], year, number),
        title=head["title"],
        addressee=head["addressee"],
        blocks=blocks_of(content),
        signature=head["agency"],
        signed_on=signed_on,
        note=note_of(content["anchor"]),
        copy_to=tuple(head["copy_to"]),
        printed_by=Printing(head["agency"], signed_on),
        overleaf=content["overleaf"],
    )


def note_of(anchor: Mapping[str, Any]) -> str:
    """What lets an outsider check the bulletin later: digest of the result, a session's seal, place
    in the record."""
    if not anchor:
        return ""
    result, link = anchor["result"][:DIGITS_SHOWN], anchor["hash"][:DIGITS_SHOWN]
    seal = f"；封存摘要：{anchor['seal'][:DIGITS_SHOWN]}" if "seal" in anchor else ""
    return f"数据指纹：{result}{seal}；审计记录第{anchor['seq']}条：{link}"


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
