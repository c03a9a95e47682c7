"""A season shows released results side by side: ties, moves, intervals; no rank acts by itself."""

import random
from datetime import timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoshi.core.errors import DomainError, Forbidden
from luoshi.core.raters import rank_intervals
from luoshi.core.scoring.canonical import canonical_json, digest, plain
from luoshi.core.tally import Ballot, read_sealed, sealed_bytes, tally
from luoshi.web.appraisal.actions.said import comment_note
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.arena import actions
from luoshi.web.arena.board import board_of
from luoshi.web.arena.charts import slopes_of
from luoshi.web.arena.comparison import compared
from luoshi.web.arena.models import Bout, Season, Speaker
from luoshi.web.arena.queries import bouts_of
from luoshi.web.arena.vane import vane_of
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.units.models import Unit
from tests.conftest import SignIn
from tests.factories import NOW, TODAY, City, make_commitment
from tests.web.appraisal.room import make_session

CRITERIA = [
    {"key": "plan", "name": "措施", "maximum": 40},
    {"key": "done", "name": "成效", "maximum": 60},
]


def season(city: City) -> Season:
    return actions.season_create(
        jurisdiction=city.unit, title="书记擂台赛", level="city", starts_on=TODAY,
        ends_on=TODAY + timedelta(days=300), by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip


def bout(city: City, within: Season, days: int, marks: dict[Unit, Any] | None = None) -> Bout:
    """A session of the season; with ``marks`` (措施, 成效, spread) by unit it is released."""
    units = list(marks) if marks else [city.east, city.west]
    session = make_session(city, *units, held_on=TODAY + timedelta(days=days))
    if marks:
        release(city, session, marks)
    return actions.bout_add(season=within, session=session, by=city.actor("supervisor"), at=NOW)


def release(city: City, session: Session, marks: dict[Unit, Any]) -> None:
    """What forty ballots come to by the tally itself."""
    rules = {
        "title": session.title, "shown_from": 5, "rounding": {"total": 2, "mode": "half_up"},
        "contenders": [
            {"key": f"u{unit.pk}", "name": unit.short_name, "group": unit.kind} for unit in marks
        ],
        "criteria": CRITERIA,
        "classes": [{"key": "A", "name": "代表", "weight": 100, "size": 40}],
    }  # fmt: skip
    chance = random.Random(1)
    ballots = []
    for _ in range(40):
        row = {
            f"u{unit.pk}": {
                "plan": str(plan + chance.randint(-spread, spread)), "done": str(done)
            }
            for unit, (plan, done, spread) in marks.items() if plan
        }  # fmt: skip
        blank = {f"u{unit.pk}": {"plan": None, "done": None} for unit in marks}
        ballots.append(Ballot("A", {**blank, **row}))
    sealed = read_sealed(sealed_bytes(rules, ballots, paper=40))
    found = tally(sealed)
    key = digest(canonical_json(found))
    Result.objects.create(
        session=session, tally=plain(found), digest=key, advice=intervals(marks, ballots),
        computed_by=city.person("supervisor"), computed_at=NOW,
    )  # fmt: skip
    session.rules, session.state = rules, "released"
    session.save()


def intervals(marks: dict[Unit, Any], ballots: list[Ballot]) -> dict[str, Any]:
    """The part of the advice that a scoreboard reads, for groups of three or more."""
    groups = []
    for kind in {unit.kind for unit in marks}:
        keys = [f"u{unit.pk}" for unit in marks if unit.kind == kind]
        if len(keys) > 2:
            rows = [
                [sum(int(mark or 0) for mark in one.marks[key].values()) for key in keys]
                for one in ballots
            ]
            found = rank_intervals({"A": np.array(rows, float)}, {"A": 1}, draws=200, seed="1")
            told = [
                {"key": key, "low": each.low, "high": each.high}
                for key, each in zip(keys, found, strict=True)
            ]
            groups.append({"group": kind, "lacking": None, "contenders": told})
        else:
            groups.append({"group": kind, "lacking": {"reason": "too-few-contenders"}})
    return {"groups": groups}


def story(city: City) -> Season:
    """Two counties change places, a park joins, a third session waits for its release."""
    found = season(city)
    bout(city, found, 0, {city.east: (30, 50, 0), city.west: (30, 40, 0), city.health: (9, 9, 0),
                          city.transport: (9, 9, 0)})  # fmt: skip
    bout(city, found, 90, {city.east: (20, 50, 0), city.west: (30, 55, 0), city.park: (1, 2, 0),
                           city.health: (9, 9, 0), city.transport: (9, 9, 0)})  # fmt: skip
    bout(city, found, 180)
    return found


def test_scoreboard_ranks_within_groups_with_ties_and_moves(city: City, sign_in: SignIn) -> None:
    board = board_of(story(city))
    assert [len(board.bouts), len(board.released)] == [3, 2]
    county, park, offices = (
        next(group for group in board.groups if group.name == name)
        for name in ("county", "park", "department")
    )
    assert [(row.unit, row.gained, row.level) for row in county.rows] == [
        (city.west, Decimal(1), "up"), (city.east, Decimal(-1), "down"),
    ]  # fmt: skip
    new = park.rows[0]
    assert (new.scores[0], new.gained) == (None, None)
    assert new.last
    assert (new.last.place, new.last.tied) == ("1", False)
    assert [(row.last.place, row.last.tied, row.gained) for row in offices.rows if row.last] == [
        ("1", True, 0), ("1", True, 0),
    ]  # fmt: skip
    slopes = {each.finding: each for each in slopes_of(board)}
    assert [line.look for line in slopes["county"].lines] == ["up", "down"]
    assert [line.look for line in slopes["department"].lines] == ["flat", "flat"]
    assert "park" not in slopes
    page = sign_in(city.person("principal")).get(board.season.get_absolute_url()).content.decode()
    first = board.released[0].session
    assert f'<a href="{reverse("result", args=[first.pk])}"><b>1</b>' in page
    assert "<small>80.00</small>" in page
    assert f'<th><a href="{first.get_absolute_url()}">' in page


def test_who_has_no_result_has_no_rank_and_no_move(city: City) -> None:
    found = season(city)
    bout(city, found, 0, {city.east: (30, 50, 0), city.west: (30, 40, 0)})
    bout(city, found, 90, {city.east: (0, 0, 0), city.west: (30, 55, 0)})
    last = board_of(found).groups[0].rows[-1]
    assert last.last
    assert (last.unit, last.last.rank, last.last.reason, last.gained) == (
        city.east, None, "no-marks", None,
    )  # fmt: skip


def test_a_move_within_the_intervals_is_not_called_firm(city: City, sign_in: SignIn) -> None:
    found = season(city)
    close = [city.east, city.west, city.park, city.health, city.transport]
    for days, order in ((0, close), (90, [close[1], close[0], *close[2:]])):
        session = make_session(city, *order, held_on=TODAY + timedelta(days=days))
        session.contenders.update(group="同组")
        marks = dict.fromkeys(order, (30, 40, 9))
        for unit in order:
            Unit.objects.filter(pk=unit.pk).update(kind="county")
            unit.kind = "county"
        release(city, session, marks)
        actions.bout_add(season=found, session=session, by=city.actor("supervisor"), at=NOW)
    rows = [row for row in board_of(found).rows if row.gained]
    assert rows
    assert {row.firm for row in rows} == {False}
    page = sign_in(city.person("principal")).get(found.get_absolute_url()).content.decode()
    assert "区间重叠，不足为凭" in page
    assert "位次区间" in page


def test_vane_names_what_moved_and_on_what(city: City, sign_in: SignIn) -> None:
    found = story(city)
    session = bouts_of(found)[1].session
    Session.objects.filter(pk=session.pk).update(state="running")
    east = session.contenders.get(unit=city.east)
    comment_note(
        session=session, contender=east, text="措施要再实", said_by="市长",
        by=city.actor("supervisor"), at=NOW,
    )  # fmt: skip
    Session.objects.filter(pk=session.pk).update(state="released")
    county = next(each for each in vane_of(board_of(found)) if each.group.name == "county")
    (up,), (down,) = county.up, county.down
    assert (up.row.unit, up.change, [(c.name, c.text) for c in up.causes]) == (
        city.west, "+15.00", [("成效", "+15.00")],
    )  # fmt: skip
    assert (down.row.unit, down.change) == (city.east, "-10.00")
    page = sign_in(city.person("unit_leader", city.west)).get(
        reverse("season-vane", args=[found.pk])
    )
    assert "措施要再实" in page.content.decode()


def test_comparison_counts_verified_facts_only(city: City, sign_in: SignIn) -> None:
    found = story(city)
    kept = make_commitment(city, city.east, state="verified", due_on=TODAY)
    said = make_commitment(city, city.town, state="claimed_done", due_on=TODAY)
    progress_refresh(on=TODAY)
    for promise, share in ((kept, "1"), (said, None)):
        promise.progress.planned_share, promise.progress.achieved_share = Decimal("0.5"), share
        promise.progress.save()
    groups = dict(compared(board_of(found), TODAY))
    east = next(one for one in groups["county"] if one.row.unit == city.east)
    assert [(cell.text, cell.basis) for cell in east.cells[3:]] == [("50.0", "1/2")] * 2
    west = next(one for one in groups["county"] if one.row.unit == city.west)
    assert {cell.value for cell in west.cells} == {None}
    assert {cell.place for cell in west.cells} == {""}
    where, link = reverse("season-comparison", args=[found.pk]), f"?unit={city.east.pk}"
    for role, unit, linked in (("principal", None, True), ("contact", city.east, True),
                               ("contact", city.west, False)):  # fmt: skip
        text = sign_in(city.person(role, unit)).get(where).content.decode()
        assert (link in text) is linked


def test_speakers_are_chosen_by_a_person_with_a_reason(city: City, sign_in: SignIn) -> None:
    found = story(city)
    first, _, waiting = bouts_of(found)
    mayor = sign_in(city.person("principal"))
    where = reverse("bout-speaker", args=[first.pk])
    typed = {"unit": city.west.pk, "kind": "pledge", "reason": " "}
    assert mayor.post(where, typed).status_code == 422
    assert mayor.post(where, typed | {"reason": "连续两场措施分偏低"}).status_code == 302
    chosen = Speaker.objects.get()
    assert (chosen.unit, chosen.kind, chosen.chosen_by) == (
        city.west, "pledge", city.person("principal"),
    )  # fmt: skip
    told = {"kind": "experience", "reason": "开工快", "at": NOW}
    principal = city.actor("principal")
    refused = (
        (waiting, city.west, "bout-unreleased"),
        (first, city.park, "speaker-not-there"),
        (first, city.west, "speaker-taken"),
    )
    for bout_, unit, code in refused:
        with pytest.raises(DomainError, match=code):
            actions.speaker_choose(bout=bout_, unit=unit, by=principal, **told)
    with pytest.raises(Forbidden):
        actions.speaker_choose(bout=first, unit=city.east, by=city.actor("assessor"), **told)
    with pytest.raises(DomainError, match="bout-spoken"):
        actions.bout_remove(bout=first, by=city.actor("supervisor"), at=NOW)
    text = mayor.get(found.get_absolute_url()).content.decode()
    assert "连续两场措施分偏低" in text


def test_a_season_is_kept_by_its_own_office(city: City, other_city: City, sign_in: SignIn) -> None:
    desk = sign_in(city.person("supervisor"))
    typed = {"jurisdiction": city.unit.pk, "title": "局长擂台", "level": "city",
             "starts_on": "2026-01-01", "ends_on": "2025-01-01"}  # fmt: skip
    wrong = desk.post(reverse("season-new"), typed)
    assert (wrong.status_code, "结束日期早于开始日期" in wrong.content.decode()) == (422, True)
    desk.post(reverse("season-new"), typed | {"ends_on": "2026-12-31"})
    found = Season.objects.get()
    session, theirs = make_session(city, city.east), make_session(other_city, other_city.east)
    page = found.get_absolute_url()
    assert desk.post(page, {"session": theirs.pk}).status_code == 422
    assert desk.post(page, {"session": session.pk}).status_code == 302
    assert desk.post(page, {"session": session.pk}).status_code == 422
    one = Bout.objects.get()
    stranger = sign_in(other_city.person("supervisor"))
    for name, pk in (("season", found.pk), ("season-vane", found.pk), ("bout-speaker", one.pk),
                     ("season-comparison", found.pk)):  # fmt: skip
        assert stranger.get(reverse(name, args=[pk])).status_code == 404
    assert stranger.post(reverse("bout-remove", args=[one.pk])).status_code == 404
    unit = sign_in(city.person("contact", city.east))
    assert unit.post(page, {"session": session.pk}).status_code == 403
    desk.post(reverse("bout-remove", args=[one.pk]))
    assert not Bout.objects.exists()
    assert sign_in(city.person("verifier")).get(reverse("arena")).status_code == 404
    assert "局长擂台" in unit.get(reverse("arena")).content.decode()


def test_pages_ask_as_many_queries_for_few_as_for_many(
    city: City, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader = sign_in(city.person("assessor"))
    found = story(city)
    for _ in range(2):
        for name, queries in (("season", 7), ("season-vane", 7), ("season-comparison", 9)):
            with django_assert_num_queries(queries):
                assert reader.get(reverse(name, args=[found.pk])).status_code == 200
        with django_assert_num_queries(5):
            assert reader.get(reverse("arena")).status_code == 200
        season(city)
        bout(city, found, 200, {city.east: (3, 5, 0), city.west: (3, 4, 0)})
        make_commitment(city, city.west)
