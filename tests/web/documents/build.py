"""Documents and candidates for the tests of this app; every sentence is invented."""

from datetime import date
from decimal import Decimal

from luoshi.core.text import repair
from luoshi.web.documents.models import Candidate, SourceDocument
from luoshi.web.documents.papers import stored
from tests.factories import NOW, City, numbers

TEXT = """云川市2026年政府工作报告

二、2026年工作安排

全年新建公路120公里以上，改造老旧小区35个。年底前开通云川北站，由交通局YC牵头、卫健委YC配合。
新增就业2万人以上。
"""
ROADS = "新建公路120公里以上"
HOMES = "改造老旧小区35个"
STATION = "年底前开通云川北站"
JOBS = "新增就业2万人以上"


def make_document(city: City, text: str = TEXT, **fields: object) -> SourceDocument:
    """A document as ``document_import`` would store it, with nothing found in it yet."""
    repaired = repair(text)
    values: dict[str, object] = {
        "jurisdiction": city.unit,
        "title": "云川市2026年政府工作报告",
        "name": "report.txt",
        "kind": "txt",
        "sha256": f"{next(numbers):064d}",
        "size": len(text.encode()),
        "raw": text,
        "clean": repaired.text,
        "offset_map": repaired.map.to_runs(),
        "damaged": stored(repaired.damaged),
        "dropped": stored(repaired.dropped),
        "year": 2026,
        "imported_by": city.person("supervisor"),
        "imported_at": NOW,
        "extracted_at": NOW,
    }
    return SourceDocument.objects.create(**(values | fields))


def make_candidate(document: SourceDocument, clause: str, **fields: object) -> Candidate:
    """An open candidate whose span is the clause in the raw text."""
    start = document.raw.index(clause)
    values: dict[str, object] = {
        "document": document,
        "start": start,
        "end": start + len(clause),
        "text": clause,
        "kind": "qualitative-task",
        "period_end": date(2026, 12, 31),
        "confidence": Decimal("0.80"),
    }
    return Candidate.objects.create(**(values | fields))


def roads(document: SourceDocument) -> Candidate:
    """A measured candidate."""
    return make_candidate(
        document,
        ROADS,
        kind="target",
        metric="新建公路",
        comparator=">=",
        value=Decimal(120),
        unit_of_measure="公里",
        modality="确保",
    )


def homes(document: SourceDocument) -> Candidate:
    """Another measured one, right after the roads."""
    return make_candidate(
        document,
        HOMES,
        kind="target",
        metric="改造老旧小区",
        comparator="=",
        value=Decimal(35),
        unit_of_measure="个",
    )


def station(document: SourceDocument) -> Candidate:
    """One with named units and no number."""
    return make_candidate(document, STATION, responsible="交通局YC;卫健委YC;市某公司")


def decide(candidate: Candidate, city: City, state: str, **fields: object) -> Candidate:
    """The candidate as somebody decided on it."""
    values = {"state": state, "decided_by": city.person("supervisor"), "decided_at": NOW} | fields
    for name, value in values.items():
        setattr(candidate, name, value)
    candidate.save()
    return candidate
