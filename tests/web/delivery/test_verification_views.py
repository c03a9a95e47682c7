"""Pages of verification: draw, recompute, find, and who is kept out."""

import hashlib
import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoshi.web.delivery.actions import round_close
from luoshi.web.delivery.models import Draw, Sample, Verification
from tests.conftest import SignIn
from tests.factories import City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    SAID,
    bring,
    draw_now,
    make_report,
    make_round,
    state_of,
    supervisor,
)

HX = {"HX-Request": "true"}
DONE = replace(SAID, claims_done=True)


def sampled(city: City, **fields: object) -> Sample:
    city.person("verifier", city.health)
    report = make_report(city, state="accepted", said=DONE, **fields)
    return draw_now(city, report.round, "云川 7f3a").samples.get()


def test_drawing_from_the_page(city: City, sign_in: SignIn) -> None:
    city.person("verifier", city.health)
    report = make_report(city, state="accepted", said=DONE)
    office, address = (
        sign_in(city.person("supervisor")),
        f"/verification/rounds/{report.round_id}/draw/",
    )
    assert office.get(address).status_code == 404
    round_close(round=report.round, by=supervisor(city), at=AT)
    assert list(office.get(address).context["form"].fields) == ["rule"]
    bad = office.post(address, {"rule": "lucky"}, headers=HX)
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["rule"])
    answer = office.post(address, {"seed": "mine", "rule": "thorough"})
    draw = Draw.objects.get()
    assert (draw.rule["key"], answer.url) == ("thorough", reverse("draw", args=[draw.pk]))
    assert re.fullmatch("[0-9a-f]{32}", draw.seed)
    assert "不由人定" in office.get(answer.url).content.decode()
    assert office.get(address).status_code == 404


def test_draw_without_verifiers_says_so(city: City, sign_in: SignIn) -> None:
    report = make_report(city, state="accepted", said=DONE)
    round_close(round=report.round, by=supervisor(city), at=AT)
    address = f"/verification/rounds/{report.round_id}/draw/"
    answer = sign_in(city.person("supervisor")).post(address, {"rule": "default"})
    assert (answer.status_code, Draw.objects.count()) == (422, 0)
    assert "没有可派的核验员" in answer.content.decode()


def test_page_of_a_draw_gives_all_to_draw_again(city: City, sign_in: SignIn) -> None:
    draw = sampled(city).draw
    office = sign_in(city.person("principal"))
    html = office.get(reverse("draw", args=[draw.pk])).content.decode()
    assert draw.seed in html
    assert draw.frame_digest in html
    frame = office.get(reverse("draw-frame", args=[draw.pk])).content
    assert hashlib.sha256(frame).hexdigest() == draw.frame_digest
    contact = sign_in(city.person("contact", city.transport))
    assert draw.seed in contact.get(f"/rounds/{draw.round_id}/").content.decode()


def test_verifier_records_a_finding(city: City, sign_in: SignIn) -> None:
    sample = sampled(city)
    verifier = sign_in(city.person("verifier", city.health))
    assert [row["sample"] for row in verifier.get("/verification/").context["mine"]] == [sample]
    address = reverse("sample", args=[sample.pk])
    for sent, field in (
        ({}, "finding"),
        ({"finding": "partly", "note": "少"}, "verified_value"),
        ({"finding": "refuted", "verified_value": "1"}, "note"),
        ({"finding": "confirmed", "verified_value": "很多"}, "verified_value"),
    ):
        answer = verifier.post(address, sent, headers=HX)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    sent = {"finding": "partly", "verified_value": "20", "note": "少十公里"}
    assert verifier.post(address, sent).url == reverse("verification")
    found = Verification.objects.get()
    assert (found.finding, found.verified_value) == ("partly", 20)
    assert state_of(sample.report.commitment) == "underway"


def test_task_without_figure_asks_for_a_share(city: City, sign_in: SignIn) -> None:
    said = replace(DONE, value=None)
    city.person("verifier", city.health)
    report = make_report(city, state="accepted", said=said, target=None, comparator="")
    sample = draw_now(city, report.round).samples.get()
    verifier = sign_in(city.person("verifier", city.health))
    sent = {"finding": "partly", "verified_share": "62.5", "note": "缺验收"}
    verifier.post(reverse("sample", args=[sample.pk]), sent)
    assert str(Verification.objects.get().verified_share) == "0.6250"


def test_those_who_see_the_whole_read_but_do_not_find(city: City, sign_in: SignIn) -> None:
    sample = sampled(city)
    address = reverse("sample", args=[sample.pk])
    for role in ("supervisor", "principal", "assessor"):
        reader = sign_in(city.person(role))
        assert reader.get(address).context["mine"] is False
        assert reader.post(address, {"finding": "confirmed", "note": ""}).status_code == 403
    assert Verification.objects.count() == 0


@pytest.mark.parametrize("name", ["verification", "draw-new", "draw", "draw-frame", "sample"])
def test_closed_to_visitors_and_strangers(
    city: City, other_city: City, sign_in: SignIn, name: str
) -> None:
    sample = sampled(city)
    ids = {"draw-new": sample.draw.round_id, "draw": sample.draw_id, "draw-frame": sample.draw_id}
    args = [] if name == "verification" else [ids.get(name, sample.pk)]
    address = reverse(name, args=args)
    assert Client().get(address).status_code == 302
    for person in (city.person("auditor"), city.person("contact", city.transport)):
        assert sign_in(person).get(address).status_code == 404
    if args:
        assert sign_in(other_city.person("supervisor")).get(address).status_code == 404
    assert sign_in(city.person("supervisor")).put(address).status_code == 405


def test_rates_narrow_to_a_list(city: City, sign_in: SignIn) -> None:
    sample = sampled(city)
    office = sign_in(city.person("supervisor"))
    everything = office.get("/verification/")
    assert [rate["row"].unit for rate in everything.context["rates"]] == [city.transport]
    other = make_report(city, city.west, state="accepted", said=DONE)
    assert len(office.get("/verification/").context["rates"]) == 2
    narrowed = office.get(f"/verification/?list={sample.draw.round.list_id}", headers=HX)
    assert [rate["row"].unit for rate in narrowed.context["rates"]] == [city.transport]
    assert narrowed.content.decode().lstrip().startswith('<div id="overview">')
    assert office.get(f"/verification/?list={other.round.list_id}").context["chosen"] is None
    assert office.get("/verification/?list=x").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("role", "queries"), [("supervisor", 8), ("verifier", 6)])
def test_overview_asks_the_same_number_of_queries(
    city: City,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    role: str,
    queries: int,
    count: int,
) -> None:
    verifier = city.person("verifier", city.health)
    lst = make_list(city)
    for _ in range(count):
        make_commitment(city, city.transport, within=lst, weight="20")
    round_ = make_round(city, lst)
    for report in round_.reports.all():
        bring(city, report, "accepted", DONE)
    draw_now(city, round_)
    client = sign_in(verifier if role == "verifier" else city.person(role))
    with django_assert_num_queries(queries):
        client.get("/verification/")
