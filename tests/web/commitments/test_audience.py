"""Who may see what through which kind of list: with rows that could leak."""

from itertools import count

import pytest
from django.test import Client

from luoshi.core.listtype import READERS
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.queries import lists_for_runs
from luoshi.web.commitments import queries
from luoshi.web.commitments.ledger import Filters, list_rows, lists_with_counts, tally
from luoshi.web.commitments.lines import lines_of, places_of
from luoshi.web.commitments.models import Commitment, CommitmentList, ListItem
from luoshi.web.commitments.queries import lists_visible_to
from luoshi.web.dashboard.queries.lights import warned
from luoshi.web.dashboard.queries.standing import standing
from luoshi.web.delivery import queries as delivery
from luoshi.web.delivery.models import ProgressReport
from tests.conftest import SignIn
from tests.factories import TODAY, City, make_commitment, make_list
from tests.web.commitments.build import KIND, made_kind, progress, report, sample, supervisor

Rows = dict[str, Commitment]
NUMBERS = count(1)


def closed_list(city: City, title: str, *readers: str) -> CommitmentList:
    """A list of a kind that lets in these readers alone."""
    text = KIND.replace("key: tasks", f"key: k{next(NUMBERS)}")
    return make_list(city, title=title, list_type=made_kind(city, text, readers=readers))


@pytest.fixture
def rows(city: City, other_city: City) -> Rows:
    """One commitment in a closed list, one in both a closed and an open one, one draft, others."""
    shut, free = closed_list(city, "内部清单"), make_list(city, title="明")
    both = make_commitment(city, city.transport, within=shut)
    ListItem.objects.create(list=free, commitment=both, number=900)
    hidden = make_commitment(city, city.transport, within=shut)
    hidden.assist_units.add(city.health)
    part = make_commitment(city, city.town, parent=hidden)
    make_commitment(other_city, other_city.transport, within=make_list(other_city))
    return {
        "hidden": hidden,
        "both": both,
        "part": part,
        "open": make_commitment(city, city.transport, within=free),
        "draft": make_commitment(city, city.transport, within=shut, state="draft"),
        "loose": make_commitment(city, city.health),
    }


def names(rows: Rows, actor: Actor) -> set[str]:
    seen = set(queries.visible_to(actor))
    assert seen <= set(rows.values())
    return {name for name, row in rows.items() if row in seen}


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        ("supervisor", "unit", {"hidden", "both", "part", "open", "draft", "loose"}),
        ("principal", "unit", {"both", "open", "loose"}),
        ("assessor", "unit", {"both", "open", "loose"}),
        ("contact", "transport", {"hidden", "both", "part", "open"}),
        ("unit_leader", "transport", {"hidden", "both", "part", "open"}),
        ("contact", "town", {"part"}),
        ("contact", "east", {"part"}),
        ("contact", "health", {"loose"}),
        ("unit_leader", "west", set()),
        ("auditor", "unit", set()),
        ("admin", "unit", set()),
        ("verifier", "west", set()),
    ],
)
def test_a_list_for_its_owners_only(
    city: City, rows: Rows, role: str, unit: str, seen: set[str]
) -> None:
    assert names(rows, city.actor(role, getattr(city, unit))) == seen


@pytest.mark.parametrize(
    ("reader", "role", "unit"),
    [
        ("assessor", "assessor", "unit"),
        ("principal", "principal", "unit"),
        ("contact", "contact", "west"),
        ("unit_leader", "unit_leader", "west"),
        ("assisting", "contact", "health"),
        ("assisting", "unit_leader", "health"),
    ],
)
def test_each_reader_is_let_in_by_its_own_word_alone(
    city: City, reader: str, role: str, unit: str
) -> None:
    """One list lets in everybody else, the other this reader alone."""
    others = [each for each in READERS if each not in (reader, role)]
    lists = {"shut": closed_list(city, "内部清单", *others), "let": closed_list(city, "开", reader)}
    rows = {}
    for name, lst in lists.items():
        rows[name] = make_commitment(city, city.transport, within=lst)
        rows[name].assist_units.add(city.health)
        rows[f"{name} draft"] = make_commitment(city, city.transport, within=lst, state="draft")
    actor = city.actor(role, getattr(city, unit))
    drafts = {"let draft"} if role in ("assessor", "principal") else set()
    assert names(rows, actor) == {"let", *drafts}
    assert list(queries.lists_visible_to(actor)) == [lists["let"]]


@pytest.mark.parametrize("role", ["principal", "assessor"])
def test_a_closed_list_is_not_even_named(city: City, rows: Rows, role: str) -> None:
    actor = city.actor(role)
    assert [lst.title for lst in queries.lists_visible_to(actor)] == ["明"]
    assert [counts.list.title for counts in lists_with_counts(actor, lists_visible_to(actor))] == [
        "明"
    ]
    assert [place.list.title for place in queries.places_of(actor, rows["both"])] == ["明"]
    lines = list(lines_of(list_rows(actor, Filters())))
    assert places_of(actor, lines)[rows["both"].pk] == ["明 900"]
    assert tally(actor).total == 3
    own = city.actor("contact", city.transport)
    assert [place.list.title for place in queries.places_of(own, rows["both"])] == [
        "内部清单",
        "明",
    ]


def test_a_list_follows_the_present_word_also_when_it_is_frozen(city: City, rows: Rows) -> None:
    kind = CommitmentList.objects.get(title="内部清单").list_type
    kind.seen_by_principal = True
    kind.save()
    assert names(rows, city.actor("principal")) == set(rows)
    assert names(rows, city.actor("assessor")) == {"both", "open", "loose"}


def test_reports_rounds_draws_and_rates_of_a_closed_list_stay_closed(
    city: City, rows: Rows
) -> None:
    verifier = city.person("verifier", city.west)
    for name in ("hidden", "open"):
        sample(city, rows[name], verifier)
    ProgressReport.objects.update(claims_done=True)
    sees = {"supervisor": {"内部清单", "明"}, "principal": {"明"}, "assessor": {"明"}}
    for role, titles in sees.items():
        actor = city.actor(role)
        assert {each.round.list.title for each in delivery.visible_to(actor)} == titles
        assert {each.list.title for each in delivery.rounds_visible_to(actor)} == titles
        assert {each.round.list.title for each in delivery.draws_visible_to(actor)} == titles
        rates = delivery.true_account_by_unit(actor, delivery.Narrowed())
        assert sum(each.account.claimed for each in rates) == len(titles)
    own = city.actor("contact", city.transport)
    assert {each.round.list.title for each in delivery.visible_to(own)} == {"内部清单", "明"}
    drawn = city.actor("verifier", city.west)
    assert set(queries.visible_to(drawn)) == {rows["hidden"], rows["open"]}
    assert [place.list.title for place in queries.places_of(drawn, rows["hidden"])] == ["内部清单"]


def test_home_pages_count_nothing_of_a_closed_list(city: City, rows: Rows) -> None:
    for name in ("hidden", "both", "open"):
        progress(rows[name], "red")
        report(city, rows[name])
    principal, office = city.actor("principal"), supervisor(city)
    assert (warned(principal).red, warned(office).red) == (2, 3)
    assert [each.lst.title for each in standing(principal, TODAY).lists] == ["明"]
    assert {each.lst.title for each in standing(office, TODAY).lists} == {"明", "内部清单"}


def test_a_list_that_not_both_may_see_is_not_scored(city: City, rows: Rows) -> None:
    assert [lst.title for lst in lists_for_runs(city.actor("assessor"))] == ["明"]
    kind = CommitmentList.objects.get(title="内部清单").list_type
    kind.seen_by_assessor = True
    kind.save()
    assert [lst.title for lst in lists_for_runs(city.actor("assessor"))] == ["明"]


@pytest.mark.parametrize("role", ["principal", "assessor"])
def test_pages_answer_not_found(city: City, rows: Rows, sign_in: SignIn, role: str) -> None:
    client: Client = sign_in(city.person(role))
    lst = CommitmentList.objects.get(title="内部清单")
    hidden, filed = rows["hidden"], report(city, rows["hidden"])
    for url in (
        f"/commitments/{hidden.pk}/",
        f"/lists/{lst.pk}/",
        f"/lists/{lst.pk}/sheet/",
        f"/reports/{filed.pk}/",
        f"/rounds/{filed.round_id}/",
    ):
        assert client.get(url).status_code == 404, url
    for url in ("/commitments/", "/lists/", "/", f"/commitments/{rows['both'].pk}/"):
        page = client.get(url).content.decode()
        assert hidden.text not in page, url
        assert "内部清单" not in page, url
    assert hidden.text in sign_in(city.person("supervisor")).get("/commitments/").content.decode()
