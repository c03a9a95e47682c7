"""What changed in the last seven days, what matters most first."""

from datetime import timedelta

import pytest

from luoshi.web.accounts.queries import actor_at
from luoshi.web.commitments.models import Acceptance
from luoshi.web.dashboard.queries.changes import Change, changes_for
from luoshi.web.delivery.models import ProgressReport, Return, Sample, Verification
from tests.factories import City, make_commitment, make_list
from tests.web.dashboard.build import (
    AT,
    ON,
    drawn,
    finalise,
    found,
    make_report,
    make_round,
    make_run,
    reported,
)

pytestmark = pytest.mark.django_db
YESTERDAY = AT - timedelta(days=1)


def changes(city: City, role: str = "supervisor") -> list[Change]:
    unit = city.transport if role in ("contact", "unit_leader", "verifier") else None
    return list(changes_for(actor_at(city.person(role, unit), ON), AT).rows)


def checked(city: City, report: ProgressReport, finding: str) -> Sample:
    sample = drawn(city, report, city.person("verifier", city.park))
    found(sample, finding, YESTERDAY)
    return sample


def returned(city: City, report: ProgressReport) -> Return:
    return Return.objects.create(
        report=report, reason="format", note="缺页", decided_by=city.person("supervisor"),
        decided_at=YESTERDAY,
    )  # fmt: skip


def answered(city: City, outcome: str) -> Acceptance:
    return Acceptance.objects.create(
        commitment=make_commitment(city, city.transport), unit=city.transport, outcome=outcome,
        reason="" if outcome == "accepted" else "理由", decided_by=city.person("supervisor"),
        decided_at=YESTERDAY,
    )  # fmt: skip


def test_in_order_of_consequence(city: City) -> None:
    lst = make_list(city)
    within = make_round(city, lst)
    for number in range(2):
        report = make_report(
            city, make_commitment(city, city.transport, within=lst), within, "accepted"
        )
        ProgressReport.objects.filter(pk=report.pk).update(
            accepted_at=YESTERDAY - timedelta(hours=number)
        )
    finalise(city, make_run(city, [(city.transport, "90", 1, 1)]), YESTERDAY)
    for outcome in ("accepted", "accepted", "upheld", "reassigned", "disputed"):
        answered(city, outcome)
    returned(city, reported(city, city.transport, "returned"))
    for finding in ("confirmed", "partly", "refuted"):
        checked(city, reported(city, city.transport, "accepted"), finding)
    rows = changes_for(city.actor("supervisor"), AT, shown=20).rows
    assert [(row.words, row.count) for row in rows] == [
        ("核验不属实", 1), ("核验部分属实", 1), ("报告退回", 1), ("对责任提出异议", 1),
        ("异议裁定：改派", 1), ("异议裁定：维持", 1), ("新签收事项", 2), ("考核结果定稿", 1),
        ("核验属实", 1), ("报告采信", 2),
    ]  # fmt: skip
    assert [row.tone for row in rows] == [*["bad"] * 4, *["plain"] * 4, *["good"] * 2]
    assert rows[2].why == "格式不规范 · 缺页"
    few = changes_for(city.actor("supervisor"), AT, shown=3)
    assert (len(few.rows), few.more) == (3, 7)


def test_what_is_older_than_seven_days_is_left_out(city: City) -> None:
    back = returned(city, reported(city, city.transport, "returned"))
    assert len(changes(city)) == 1
    Return.objects.filter(pk=back.pk).update(decided_at=AT - timedelta(days=7, seconds=1))
    assert changes(city) == []


def test_a_unit_sees_its_own_and_no_other(city: City) -> None:
    returned(city, reported(city, city.health, "returned"))
    mine = returned(city, reported(city, city.transport, "returned"))
    assert [row.report_id for row in changes(city, "contact")] == [mine.report_id]
    assert len(changes(city)) == 2


def test_a_sample_drawn_for_a_verifier_is_no_news_of_the_own_unit(city: City) -> None:
    sample = checked(city, reported(city, city.health, "accepted"), "refuted")
    both = city.person("contact", city.park, username="both")
    Sample.objects.filter(pk=sample.pk).update(verifier=both)
    assert changes_for(actor_at(both, ON), AT).rows == []


def test_a_corrected_finding_is_not_told(city: City) -> None:
    sample = checked(city, reported(city, city.transport, "accepted"), "refuted")
    Verification.objects.create(
        sample=sample, finding="confirmed", note="", decided_by=sample.verifier,
        decided_at=YESTERDAY, supersedes=sample.verifications.get(),
    )  # fmt: skip
    assert [row.words for row in changes(city)] == ["核验属实"]
