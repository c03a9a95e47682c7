"""``luoshi found``: the first jurisdiction and administrator, once."""

import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main
from luoshi.commands import found as command
from luoshi.web.accounts.models import Appointment, User
from luoshi.web.audit.models import Entry
from luoshi.web.audit.queries import verify
from luoshi.web.units.models import Unit

WORDS = ["found", "--code", "QX", "--name", "清溪市", "--username", "first", "--password"]


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """Django runs already, with the test's database."""
    monkeypatch.setattr(command, "start_site", lambda: None)


def run(password: str) -> Result:
    return CliRunner().invoke(main, [*WORDS, password])


def test_city_and_administrator_are_there_and_on_record() -> None:
    answer = run("a-long-enough-password")
    assert answer.exit_code == 0, answer.output
    city, user = Unit.objects.get(), User.objects.get()
    assert (city.name, city.jurisdiction, city.runs_lists) == ("清溪市", city, True)
    held = Appointment.objects.get()
    assert (held.user, held.role, held.unit) == (user, "admin", city)
    assert user.check_password("a-long-enough-password")
    assert Entry.objects.count() == 2
    assert verify() == (2, None)


def test_second_time_is_refused() -> None:
    run("a-long-enough-password")
    answer = run("a-long-enough-password")
    assert answer.exit_code == 1
    assert "已有单位" in answer.output
    assert (Unit.objects.count(), User.objects.count()) == (1, 1)


def test_weak_password_leaves_nothing_behind() -> None:
    answer = run("short")
    assert answer.exit_code == 1
    assert (Unit.objects.count(), User.objects.count()) == (0, 0)
