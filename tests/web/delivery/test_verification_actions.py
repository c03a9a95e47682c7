"""The draw anyone can repeat, and what an outsider's finding does."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.core.sampling import Claim, draw
from luoshi.web.accounts.models import Appointment
from luoshi.web.commitments.account import account_page
from luoshi.web.delivery.actions import draw_make, report_correct, round_close, verification_record
from luoshi.web.delivery.actions.draws import sampling_rule
from luoshi.web.delivery.models import Draw, ProgressReport, Round, Sample, Verification
from luoshi.web.units.models import Unit
from tests.factories import START, City, make_commitment, make_list
from tests.web.delivery.build import (
    AT,
    SAID,
    bring,
    contact,
    draw_now,
    last,
    make_report,
    make_round,
    progress,
    state_of,
    supervisor,
    verbs,
)

DONE = replace(SAID, claims_done=True)


def verifiers(city: City, *units: Unit) -> None:
    for unit in units:
        city.person("verifier", unit)


def drawn(city: City, said: object = DONE, **fields: object) -> Sample:
    """A claim of the transport office that the health office's verifier has to look at."""
    verifiers(city, city.health)
    report = make_report(city, state="accepted", said=said, **fields)  # type: ignore[arg-type]
    return draw_now(city, report.round, "云川").samples.get()


def find(
    city: City, sample: Sample, finding: str, value: str | None = None, **more: object
) -> Verification:
    values: dict[str, object] = {"note": "看了现场", "by": city.actor("verifier", city.health)}
    return verification_record(
        sample=sample, finding=finding, verified_value=Decimal(value) if value else None, at=AT,
        **(values | more),  # type: ignore[arg-type]
    )  # fmt: skip


def big_round(city: City) -> Round:
    lst = make_list(city)
    for number in range(12):
        unit = (city.transport, city.health, city.town)[number % 3]
        make_commitment(city, unit, within=lst, weight="10" if number == 4 else "2.50")
    round_ = make_round(city, lst)
    for number, report in enumerate(round_.reports.order_by("pk")):
        bring(city, report, "signed" if number == 11 else "accepted", DONE)
    return round_


def test_draw_can_be_repeated_from_what_is_published(city: City) -> None:
    verifiers(city, city.west, city.park, city.transport)
    made = draw_now(city, big_round(city), "2026-04-02 7f3a")
    lines = "".join(
        json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in made.frame
    )
    assert hashlib.sha256(lines.encode()).hexdigest() == made.frame_digest
    assert len(made.frame) == 11
    frame = [Claim(key, unit, Decimal(weight), done) for key, unit, weight, done in made.frame]
    again = draw(frame, seed=made.seed, rule=sampling_rule("default"))
    samples = [(str(s.report_id), s.reason) for s in made.samples.order_by("pk")]
    assert samples == [(lot.key, lot.reason) for lot in again.chosen]
    assert [
        s.report.commitment.items.get().weight for s in made.samples.filter(reason="certainty")
    ] == [10]
    assert (made.rule["key"], last().verb) == ("default", "draw.make")


def test_what_starts_below_zero_may_be_found_there(city: City) -> None:
    sample = drawn(city, baseline=Decimal(-10))
    assert find(city, sample, "partly", "-1").verified_value == -1


def test_nobody_verifies_the_own_unit_nor_above_or_below(city: City) -> None:
    verifiers(city, city.east, city.health, city.transport, city.west)
    made = draw_now(city, big_round(city), "种子")
    pairs = {
        (s.verifier.username, s.report.unit) for s in made.samples.select_related("report__unit")
    }
    own = {
        (city.person("verifier", city.health).username, city.health),
        (city.person("verifier", city.transport).username, city.transport),
        (city.person("verifier", city.east).username, city.town),
    }
    assert len(pairs) > 3
    assert pairs & own == set()


def test_draw_without_an_outsider_is_refused(city: City) -> None:
    verifiers(city, city.transport, city.unit)
    report = make_report(city, state="accepted")
    with pytest.raises(Refused, match="no-eligible-verifier"):
        draw_now(city, report.round, "种子")
    assert Draw.objects.count() == 0


def test_seed_is_nobodys_choice_and_falls_last(city: City) -> None:
    """Not before the round is closed, nor before every report has somebody who may verify it:
    so a draw that was refused has told nobody a seed."""
    report, fallen = make_report(city, state="accepted"), []

    def chance() -> str:
        fallen.append("s")
        return "s"

    def make(rule: str = "default") -> Draw:
        by = supervisor(city)
        return draw_make(round=report.round, rule=rule, chance=chance, by=by, at=AT)

    with pytest.raises(Refused, match="draw-round-open"):
        make()
    round_close(round=report.round, by=supervisor(city), at=AT)
    with pytest.raises(Invalid, match="sampling-rule-unknown"):
        make("lucky")
    with pytest.raises(Refused, match="no-eligible-verifier"):
        make()
    assert fallen == []
    verifiers(city, city.health)
    assert (make().by_chance, fallen) == (True, ["s"])


def test_round_is_drawn_once_and_not_empty(city: City) -> None:
    sample = drawn(city)
    with pytest.raises(Refused, match="draw-exists"):
        draw_now(city, sample.draw.round, "再来")
    signed = make_report(city, state="signed")
    with pytest.raises(Refused, match="draw-empty"):
        draw_now(city, signed.round, "种子")


def test_confirmed_claim_is_verified(city: City) -> None:
    sample = drawn(city, said=replace(DONE, value=Decimal(100)))
    find(city, sample, "confirmed", note="")
    shown = progress(sample.report)
    assert state_of(sample.report.commitment) == "verified"
    assert (shown.finding, shown.achieved_value, shown.achieved_share) == ("confirmed", 100, 1)
    assert (shown.light, shown.light_code) == ("blue", "verified")
    assert verbs()[-2:] == ["verification.record", "commitment.verify"]


@pytest.mark.parametrize(
    ("finding", "value", "share"),
    [("partly", "20", "0.2"), ("refuted", "5", "0.05"), ("refuted", None, "0")],
)
def test_denied_claim_is_under_way_again(
    city: City, finding: str, value: str | None, share: str
) -> None:
    sample = drawn(city)
    find(city, sample, finding, value)
    shown = progress(sample.report)
    assert state_of(sample.report.commitment) == "underway"
    assert (shown.said_value, shown.said_share) == (30, Decimal("0.3"))
    assert shown.achieved_share == Decimal(share)
    assert shown.finding == finding
    assert verbs()[-1] == "commitment.refute"
    told = account_page(supervisor(city), sample.report.commitment)["history"][0]  # type: ignore[index]
    words = {"partly": "核验部分属实", "refuted": "核验不属实"}
    assert (str(told["verb"]), str(told["reason"])) == ("核验未认定完成", words[finding])


def test_figure_without_a_claim_moves_nothing(city: City) -> None:
    sample = drawn(city, said=SAID)
    find(city, sample, "partly", "25")
    assert state_of(sample.report.commitment) == "underway"
    assert progress(sample.report).achieved_value == 25
    assert verbs()[-1] == "verification.record"


def test_correction_of_a_finding_supersedes_and_both_stay(city: City) -> None:
    sample = drawn(city)
    first = find(city, sample, "confirmed")
    second = find(city, sample, "refuted", "0")
    assert (second.supersedes, Verification.objects.count()) == (first, 2)
    assert Verification.objects.get(pk=first.pk).finding == "confirmed"
    assert state_of(sample.report.commitment) == "underway"
    assert progress(sample.report).achieved_value == 0
    find(city, sample, "confirmed")
    assert state_of(sample.report.commitment) == "verified"


@pytest.mark.parametrize(
    ("finding", "value", "note", "code"),
    [
        ("maybe", None, "x", "finding-unknown"),
        ("partly", None, "少了一段", "verified-value-missing"),
        ("refuted", None, " ", "verification-note-missing"),
        ("confirmed", "0.00001", "", "value-out-of-range"),
        ("partly", "-1", "倒退了", "verified-value-below-zero"),
    ],
)
def test_finding_that_cannot_be(
    city: City, finding: str, value: str | None, note: str, code: str
) -> None:
    sample = drawn(city)
    with pytest.raises(Invalid, match=code):
        find(city, sample, finding, value, note=note)
    assert Verification.objects.count() == 0


def test_only_the_drawn_verifier_finds(city: City) -> None:
    sample = drawn(city)
    for stranger in (
        city.actor("verifier", city.west),
        supervisor(city),
        contact(city, city.health),
    ):
        with pytest.raises(Forbidden, match="drawn-verifier-only"):
            find(city, sample, "confirmed", by=stranger)


def test_verifier_who_moved_to_the_unit_since_is_barred(city: City) -> None:
    sample = drawn(city)
    Appointment.objects.create(
        user=city.person("verifier", city.health), role="contact", unit=city.transport,
        jurisdiction=city.unit, from_on=START,
    )  # fmt: skip
    with pytest.raises(Forbidden, match="own-unit"):
        find(city, sample, "confirmed")


def test_finding_on_a_report_that_was_reported_on_since_moves_nothing(city: City) -> None:
    sample = drawn(city)
    new = report_correct(report=sample.report, by=contact(city, city.transport), at=AT)
    bring(city, ProgressReport.objects.get(pk=new.pk), "accepted", DONE)
    find(city, sample, "refuted")
    assert state_of(sample.report.commitment) == "claimed_done"
    assert progress(sample.report).light_code != "refuted"
