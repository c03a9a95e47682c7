"""Editing, splitting, merging and marking by hand."""

from datetime import date
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.audit.models import Entry
from luoshi.web.documents.actions import (
    candidate_add,
    candidate_edit,
    candidate_merge,
    candidate_split,
)
from luoshi.web.documents.models import Candidate, SourceDocument
from tests.factories import NOW, City
from tests.web.documents.build import (
    HOMES,
    JOBS,
    ROADS,
    decide,
    homes,
    make_candidate,
    make_document,
    roads,
    station,
)

INJECTED = "云川棋牌888下载,云川棋牌大厅888,a云川棋牌app,云川棋牌充值888,888云川棋牌"


@pytest.fixture
def document(city: City) -> SourceDocument:
    return make_document(city)


def edited(city: City, candidate: Candidate, **changes: object) -> Candidate:
    return candidate_edit(candidate=candidate, changes=changes, by=city.actor("supervisor"), at=NOW)


def split(city: City, candidate: Candidate, *texts: str) -> list[Candidate]:
    return candidate_split(candidate=candidate, texts=texts, by=city.actor("supervisor"), at=NOW)


def merged(city: City, *candidates: Candidate) -> Candidate:
    return candidate_merge(candidates=candidates, by=city.actor("supervisor"), at=NOW)


def added(city: City, document: SourceDocument, start: int, end: int) -> Candidate:
    return candidate_add(
        document=document, start=start, end=end, by=city.actor("supervisor"), at=NOW
    )


def test_edit_changes_fields_and_keeps_the_place(city: City, document: SourceDocument) -> None:
    candidate = roads(document)
    edited(city, candidate, text="新建公路100公里", value=Decimal(100), metric="新建公路")
    fresh = Candidate.objects.get()
    assert (fresh.text, fresh.value, fresh.state) == ("新建公路100公里", Decimal(100), "open")
    assert document.raw[fresh.start : fresh.end] == ROADS
    entry = Entry.objects.get()
    assert entry.before == {"text": ROADS, "value": "120.0000"}
    assert entry.after == {"text": "新建公路100公里", "value": "100"}


def test_edit_without_a_change_leaves_no_entry(city: City, document: SourceDocument) -> None:
    edited(city, roads(document), text=ROADS, value=Decimal("120.0000"))
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "candidate-text-missing"),
        ({"kind": "wish"}, "commitment-kind"),
        ({"period_start": date(2027, 1, 1)}, "ends-before-start"),
    ],
)
def test_edit_refuses(
    city: City, document: SourceDocument, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        edited(city, roads(document), **changes)
    assert (Candidate.objects.get().text, Entry.objects.count()) == (ROADS, 0)


def test_state_is_no_field_to_edit(city: City, document: SourceDocument) -> None:
    with pytest.raises(TypeError, match="state"):
        edited(city, roads(document), state="confirmed")


def test_split_gives_the_number_to_the_text_that_names_it(
    city: City, document: SourceDocument
) -> None:
    whole = roads(document)
    first, second = split(city, whole, "加强养护，", "新建公路120公里以上")
    whole.refresh_from_db()
    assert (whole.state, whole.decided_by) == ("split", city.person("supervisor"))
    assert (first.text, first.kind, first.metric, first.value) == (
        "加强养护，",
        "qualitative-task",
        "",
        None,
    )
    assert (second.kind, second.metric, second.comparator, second.value) == (
        "target",
        "新建公路",
        ">=",
        Decimal(120),
    )
    assert {(part.start, part.end, part.state) for part in (first, second)} == {
        (whole.start, whole.end, "open")
    }
    assert [list(part.came_from.all()) for part in (first, second)] == [[whole], [whole]]
    entry = Entry.objects.get()
    assert (entry.verb, entry.after) == (
        "candidate.split",
        {"state": "split", "became": [first.pk, second.pk]},
    )


@pytest.mark.parametrize("texts", [["甲"], ["甲", " "], []])
def test_split_needs_two_texts(city: City, document: SourceDocument, texts: list[str]) -> None:
    with pytest.raises(Invalid, match="split-part-empty"):
        split(city, roads(document), *texts)
    assert Candidate.objects.get().state == "open"


def test_merge_covers_both_places_and_guesses_no_number(
    city: City, document: SourceDocument
) -> None:
    pair = roads(document), homes(document)
    made = merged(city, pair[1], pair[0])
    made.refresh_from_db()
    assert (made.start, made.end) == (pair[0].start, pair[1].end)
    assert made.text == f"{ROADS}；{HOMES}"
    assert (made.kind, made.metric, made.value) == ("qualitative-task", "", None)
    assert (made.modality, made.period_end, made.state) == ("确保", date(2026, 12, 31), "open")
    assert set(made.came_from.all()) == set(pair)
    assert set(Candidate.objects.exclude(pk=made.pk).values_list("state", flat=True)) == {"merged"}


def test_merge_keeps_the_only_number_and_every_unit(city: City, document: SourceDocument) -> None:
    one, other = homes(document), station(document)
    one.responsible = "住建局;交通局YC"
    one.save()
    made = merged(city, one, other)
    assert (made.kind, made.metric, made.value, made.unit_of_measure) == (
        "target",
        "改造老旧小区",
        Decimal(35),
        "个",
    )
    assert made.responsible == "住建局;交通局YC;卫健委YC;市某公司"


def test_merge_of_one_place_does_not_repeat_its_text(city: City, document: SourceDocument) -> None:
    one = roads(document)
    other = make_candidate(document, ROADS)
    assert merged(city, one, other).text == ROADS


def test_merge_needs_neighbours(city: City, document: SourceDocument) -> None:
    first, _between, last = roads(document), homes(document), station(document)
    for chosen in ([first, last], [first]):
        with pytest.raises(Invalid, match="merge-not-adjacent"):
            merged(city, *chosen)
    assert Entry.objects.count() == 0


def test_merge_stays_within_a_document(city: City, document: SourceDocument) -> None:
    with pytest.raises(Invalid, match="merge-not-adjacent"):
        merged(city, roads(document), roads(make_document(city)))


def test_merge_passes_over_what_was_split(city: City, document: SourceDocument) -> None:
    first, gone, last = roads(document), homes(document), station(document)
    decide(gone, city, "split")
    assert merged(city, first, last).start == first.start


def test_added_clause_is_open_and_repaired(city: City) -> None:
    document = make_document(city, "今年新(xīn)增(zēng)就(jiù)业2万人。\n")
    start = document.raw.index("新")
    made = added(city, document, start, len(document.raw) - 1)
    made.refresh_from_db()
    assert (made.text, made.kind, made.state) == ("新增就业2万人。", "qualitative-task", "open")
    assert (made.confidence, made.reasons) == (Decimal(1), ["人工标出"])
    assert Entry.objects.get().after == {"start": start, "end": len(document.raw) - 1}


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(5, 5, "mark-empty"), (9, 5, "mark-empty"), (0, 10**6, "mark-empty"), (-1, 5, "mark-empty")],
)
def test_added_clause_lies_in_the_text(
    city: City, document: SourceDocument, start: int, end: int, code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        added(city, document, start, end)


def test_blank_is_no_clause(city: City, document: SourceDocument) -> None:
    at = document.raw.index("\n\n")
    with pytest.raises(Invalid, match="mark-empty"):
        added(city, document, at, at + 2)


def test_whole_page_is_no_clause(city: City) -> None:
    with pytest.raises(Invalid, match="mark-too-long"):
        added(city, make_document(city, "字" * 3000), 0, 2001)


def test_injected_text_is_no_clause(city: City) -> None:
    document = make_document(city, f"{INJECTED}\n今年新建公路。\n我们要做好供水供热工作。\n")
    assert [kind for _start, _end, kind in document.dropped] == ["spam"]
    with pytest.raises(Invalid, match="mark-empty"):
        added(city, document, 0, len(INJECTED) + 6)


def test_decided_candidate_keeps_its_shape(city: City, document: SourceDocument) -> None:
    one, other = decide(roads(document), city, "rejected"), homes(document)
    for act in (
        lambda: edited(city, one, text="别的"),
        lambda: split(city, one, "甲", "乙"),
        lambda: merged(city, one, other),
    ):
        with pytest.raises(Refused, match="wrong-state"):
            act()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("role", ["assessor", "contact"])
def test_only_the_supervisor_shapes(city: City, document: SourceDocument, role: str) -> None:
    one, by = roads(document), city.actor(role)
    for act in (
        lambda: candidate_edit(candidate=one, changes={"text": "别的"}, by=by, at=NOW),
        lambda: candidate_split(candidate=one, texts=["甲", "乙"], by=by, at=NOW),
        lambda: candidate_merge(candidates=[one, homes(document)], by=by, at=NOW),
        lambda: candidate_add(document=document, start=0, end=9, by=by, at=NOW),
    ):
        with pytest.raises(Forbidden, match="documents-supervisor-only"):
            act()


def test_sentence_of_its_own_is_found_by_its_place(city: City, document: SourceDocument) -> None:
    start = document.raw.index(JOBS)
    assert added(city, document, start, start + len(JOBS)).text == JOBS
