"""Two people decide one report at the same moment: one wins, the other is told."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from luoshi.core.chain import GENESIS
from luoshi.core.errors import Refused
from luoshi.web.audit.models import Head
from luoshi.web.audit.queries import verify
from luoshi.web.delivery.actions import report_accept, report_return, report_submit, reports_save
from luoshi.web.delivery.models import ProgressReport, Return
from tests.factories import make_city
from tests.web.delivery.build import AT, SAID, again, contact, make_report, verbs

Act = Callable[[], object]


@pytest.fixture(autouse=True)
def writers(committed: None) -> None:
    """Real commits. An in-memory SQLite is one table lock for all threads, so it cannot queue."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("two writers need PostgreSQL or a SQLite file")
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})


def at_once(*acts: Act) -> list[str]:
    """What each came to: "done", or the code of the refusal."""
    gate, outcomes = Barrier(len(acts)), []

    def run(act: Act) -> None:
        try:
            gate.wait()
            act()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.mark.parametrize("second", ["accept", "return"])
def test_report_is_decided_once(second: str) -> None:
    city = make_city()
    report = make_report(city, state="signed")
    one, two = city.actor("supervisor"), city.actor("supervisor", username="deputy")
    acts = {
        "accept": lambda: report_accept(report=report, by=two, at=AT),
        "return": lambda: report_return(report=report, reason="format", note="", by=two, at=AT),
    }
    outcomes = at_once(lambda: report_accept(report=report, by=one, at=AT), acts[second])
    assert outcomes == ["done", "wrong-state"]
    decided = [verb for verb in verbs() if verb in ("report.accept", "report.return")]
    assert len(decided) == 1
    stored = again(report)
    assert (stored.state == "returned") is (Return.objects.count() == 1)
    assert (stored.accepted_at is None) is (stored.state == "returned")
    assert verify()[1] is None


def test_report_is_handed_in_once() -> None:
    city = make_city()
    report = make_report(city)
    writer = contact(city, city.transport)
    reports_save(lines=[(report, SAID)], by=writer, at=AT)
    submit = lambda: report_submit(report=report, by=writer, at=AT)  # noqa: E731
    assert at_once(submit, submit) == ["done", "wrong-state"]
    assert ProgressReport.objects.get().state == "submitted"
    assert verbs().count("report.submit") == 1
