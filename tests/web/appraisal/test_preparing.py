"""What is fixed before a session: rules, contenders, order, tokens; and who may not change it."""

from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any

import pytest

from luoshi.core.errors import DomainError, Forbidden
from luoshi.core.tally import rules_digest
from luoshi.core.voting import read_token, registry_digest
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.facts import data_page
from luoshi.web.appraisal.models import Session, SessionStep, Token, TokenSheet
from luoshi.web.audit.models import Entry
from tests.factories import NOW, City, make_commitment
from tests.web.appraisal.build import LATER, Meeting, draft
from tests.web.commitments.build import progress

MOST = {"A": 10, "B": 44, "C": 14}


def refused(code: str, act: Any, **given: Any) -> DomainError:
    with pytest.raises(DomainError, match=code) as found:
        act(**given)
    return found.value


def test_only_whole_rules_freeze_and_then_nothing_changes_them(city: City) -> None:
    held = Meeting(city)
    assert [row["name"] for row in held.session.settings["criteria"]] == [
        "站位",
        "重点",
        "措施",
        "成效",
    ]
    refused("session-contenders-missing", actions.session_freeze, **held.who)
    east, *_rest = held.contenders()
    refused("session-releasers-missing", actions.session_freeze, **held.who)
    found = refused("sealed-list", actions.settings_set, settings=held.session.settings, **held.who)
    assert (found.params["path"], found.params["field"]) == ("rules.classes[0]", "size")
    people = [city.person("principal"), city.person("assessor")]
    refused("releasers-twice", actions.releasers_name, people=people[:1] * 2, **held.who)
    stranger = [city.person("verifier"), people[1]]
    refused("releaser-elsewhere", actions.releasers_name, people=stranger, **held.who)
    actions.releasers_name(people=people, **held.who)
    recused = held.settings()
    recused["classes"][1]["recused"] = ["group:县区", east.key]
    recused["classes"][2]["recused"] = [east.key]
    actions.settings_set(settings=recused, **held.who)
    fresh = actions.session_freeze(**held.who)
    assert fresh.digest == rules_digest(fresh.rules)
    counties = [f"u{city.east.pk}", f"u{city.west.pk}"]
    assert [each["recused"] for each in fresh.rules["classes"]] == [[], counties, counties[:1]]
    assert [(each.number, each.contenders.count()) for each in fresh.items.all()] == [(1, 4)]
    refused("wrong-state", actions.settings_set, settings=recused, **held.who)
    refused("wrong-state", actions.contenders_add, units=[city.park], groups={}, **held.who)
    refused("session-reason-missing", actions.session_thaw, note=" ", **held.who)
    thawed = actions.session_thaw(note="票种人数有误", **held.who)
    assert (thawed.state, thawed.rules, thawed.digest) == ("preparing", None, "")
    assert not thawed.items.exists()
    steps = SessionStep.objects.values_list("verb", "before", "after", "note")
    assert list(steps) == [
        ("create", "preparing", "preparing", ""),
        ("freeze", "preparing", "frozen", ""),
        ("thaw", "frozen", "preparing", "票种人数有误"),
    ]


def test_strangers_change_nothing(city: City, other_city: City) -> None:
    held = Meeting(city).prepared()
    for by in (other_city.actor("supervisor"), city.actor("principal"), city.actor("contact")):
        given = {**held.who, "by": by}
        for act in (actions.session_freeze, actions.order_draw):
            with pytest.raises(Forbidden):
                act(**given)
        with pytest.raises(Forbidden):
            actions.tokens_make(counts={"A": 1}, printed=dict, **given)
    refused(
        "contender-elsewhere", actions.contenders_add,
        units=[other_city.east], groups={other_city.east.pk: "县区"}, **held.who,
    )  # fmt: skip
    assert Token.objects.count() == 0


def test_anyone_draws_the_order_again_from_the_published_seed(city: City) -> None:
    held = Meeting(city, {"at_once": False}).frozen()
    fresh = actions.order_draw(**held.who)
    refused("order-drawn", actions.order_draw, **held.who)
    refused("order-drawn", actions.session_thaw, note="再抽一次", **held.who)

    def lot(text: str) -> str:
        return sha256(f"{fresh.seed}:{text}".encode()).hexdigest()

    rows = list(fresh.contenders.select_related("unit"))
    assert [each.position for each in rows] == [1, 2, 3, 4]
    again = sorted(rows, key=lambda each: (lot(f"group:{each.group}"), lot(f"u{each.unit_id}")))
    assert rows == again
    assert [item.title for item in fresh.items.all()] == [each.unit.short_name for each in rows]
    entry = Entry.objects.latest("seq")
    assert (entry.verb, entry.after["seed"]) == ("session.draw", fresh.seed)


def test_tokens_are_made_up_to_the_class_and_kept_as_digests_only(city: City) -> None:
    held = Meeting(city).drawn()
    made = actions.tokens_make(counts={"A": 8}, printed=dict, **held.who)["A"]
    assert len(set(made)) == 8
    rows = list(Token.objects.order_by("pk").values_list("digest", "voter_class", "replaced"))
    wanted = sorted(registry_digest(read_token(each)) for each in made)
    assert [(bytes(digest), *more) for digest, *more in rows] == [
        (digest, "A", False) for digest in wanted
    ]
    make = partial(actions.tokens_make, printed=dict, **held.who)
    late = refused("tokens-many", make, counts={"B": 1, "A": 3})
    assert (late.params["left"], late.params["most"]) == (2, MOST["A"])
    for none in ({}, {"B": 0}, {"B": -1, "A": 2}, {"B": 2001}):
        refused("tokens-count", make, counts=none)
    refused("voter-class-unknown", make, counts={"Z": 1})

    def jam(_codes: object) -> None:
        raise DomainError("pdf-library-missing")

    refused("pdf-library-missing", make, counts={"B": 5}, printed=jam)
    assert list(TokenSheet.objects.values_list("voter_class", "count")) == [("A", 8)]
    kept = str([entry.after for entry in Entry.objects.all()])
    assert [word for word in made if word in kept or word.replace("-", "") in kept] == []
    assert actions.tokens_discard(voter_class="A", note="打印机卡纸", **held.who) == 8
    assert Token.objects.count() == 0
    refused(
        "tokens-made", actions.session_thaw, note="改", **held.who | {"session": _undrawn(held)}
    )


def _undrawn(held: Meeting) -> Session:
    """As if nobody had drawn yet: what stands in the way is the sheet alone."""
    Session.objects.update(drawn_by=None, drawn_at=None)
    return held.session


def test_a_copy_has_its_own_box_and_draws_anew(city: City) -> None:
    held = Meeting(city).drawn()
    actions.session_cancel(note="会场停电", **held.who)
    made = actions.session_copy(draft=draft(title="改期再开"), **held.who)
    assert (made.state, made.repeats, made.seed) == ("preparing", held.session, "")
    assert made.box != held.session.box
    assert made.settings == held.session.settings
    units = [list(each.contenders.values_list("unit", flat=True)) for each in (made, held.session)]
    assert sorted(units[0]) == sorted(units[1])
    assert [each.person_id for each in made.releasers.all()] == [
        each.person_id for each in held.session.releasers.all()
    ]
    assert actions.session_freeze(session=made, by=held.desk, at=NOW).state == "frozen"


def test_data_pages_are_frozen_by_the_calendar_once_slides_are(city: City) -> None:
    held = Meeting(city).frozen()
    assert actions.facts_freeze_due(NOW) == 0
    assert actions.facts_freeze_due(LATER) == 1
    assert actions.facts_freeze_due(LATER) == 0
    assert {each.frozen_at for each in held.session.contenders.all()} == {LATER}
    refused("facts-frozen", actions.facts_freeze, **held.who)


def test_data_page_lists_only_what_somebody_else_verified(city: City) -> None:
    held = Meeting(city).frozen()
    contender = held.session.contenders.first()
    assert contender
    years = {"starts_on": date(held.session.held_on.year, 1, 1),
             "due_on": date(held.session.held_on.year, 12, 31)}  # fmt: skip
    said, found = (make_commitment(city, contender.unit, **years) for _ in range(2))
    progress(said, "red", said_share=Decimal(1))
    progress(found, "blue", said_share=Decimal(1), finding="partly", achieved_share=Decimal("0.5"))
    actions.facts_freeze(**held.who)
    contender.refresh_from_db()
    page = data_page(contender)
    assert page
    assert [line.text for line in page.lines] == [found.text]
    assert (page.total, page.judged, page.verified) == (2, 1, 0)
    assert dict(page.lights) == {"blue": 1, "green": 0, "yellow": 0, "red": 0, "grey": 0}
