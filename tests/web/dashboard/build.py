"""Home pages with something on them: reports, findings, disputes, runs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from luoshi.web.accounts.models import Appointment, User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.assessment.models import Scheme, SchemeVersion, ScoreRun, UnitScore
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, CommitmentList
from luoshi.web.dashboard.queries import Home, home_of
from luoshi.web.delivery.models import (
    Draw,
    Progress,
    ProgressReport,
    Round,
    Sample,
    Verification,
)
from luoshi.web.publishing.models import Bulletin
from luoshi.web.units.models import Unit
from tests.factories import City, make_commitment, make_list

AT = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
ON = date(2026, 4, 2)
LONG_AGO = AT - timedelta(days=30)


def workdays() -> None:
    """Calendars without holidays: only weekends are off."""
    Year.objects.bulk_create(Year(year=year, source="测试") for year in (2025, 2026))


def home(city: City, role: str, unit: Unit | None = None) -> Home:
    """The home page of that person."""
    return home_of(actor_at(city.person(role, unit), ON), AT)


def block(city: City, role: str, unit: Unit | None = None) -> object:
    """What that one role finds there."""
    (only,) = home(city, role, unit).blocks
    return only.data


def appoint(city: City, user: User, role: str, unit: Unit) -> None:
    """One more role for the same person."""
    Appointment.objects.create(
        user=user, role=role, unit=unit, jurisdiction=city.unit, from_on=date(2025, 1, 1)
    )


def lit(commitment: Commitment, light: str = "red", **fields: object) -> Progress:
    """Where a commitment stands, without the facts behind it."""
    codes = {"red": "late", "yellow": "behind", "green": "on-plan", "blue": "verified"}
    params = {"red": {"days": "12"}, "yellow": {"points": "15"}}
    values: dict[str, object] = {
        "light": light,
        "light_code": codes[light],
        "light_params": params.get(light, {}),
        "light_rule": "default",
        "planned_share": Decimal("0.5"),
        "as_of": ON,
    }
    return Progress.objects.create(commitment=commitment, **(values | fields))


def make_round(
    city: City, lst: CommitmentList, *, month: int = 3, due_on: date = date(2026, 4, 8)
) -> Round:
    """An open round of a list."""
    return Round.objects.create(
        list=lst,
        title=f"2026年{month}月",
        period_start=date(2026, month, 1),
        period_end=date(2026, month, 28),
        due_on=due_on,
        opened_by=city.person("supervisor"),
        opened_at=LONG_AGO,
    )


def make_report(
    city: City, commitment: Commitment, within: Round, state: str = "draft", **fields: object
) -> ProgressReport:
    """A report in a state, with the people that the state needs."""
    order = ("submitted", "signed", "accepted")
    passed = order[: order.index(state) + 1] if state in order else ()
    values: dict[str, object] = {"unit": commitment.lead_unit, "state": state}
    for verb in passed:
        values |= {f"{verb}_by": city.person("supervisor"), f"{verb}_at": LONG_AGO}
    return ProgressReport.objects.create(round=within, commitment=commitment, **(values | fields))


def reported(city: City, unit: Unit, state: str = "draft", **fields: object) -> ProgressReport:
    """A report on a commitment of its own list and round."""
    lst = make_list(city)
    commitment = make_commitment(city, unit, within=lst)
    return make_report(city, commitment, make_round(city, lst), state, **fields)


def drawn(city: City, report: ProgressReport, verifier: User) -> Sample:
    """The report, drawn from its round for that verifier."""
    values = {"seed": "s", "rule": {}, "frame": [], "frame_digest": "0", "drawn_at": AT}
    draw, _ = Draw.objects.get_or_create(
        round=report.round, defaults={**values, "drawn_by": city.person("supervisor")}
    )
    return Sample.objects.create(draw=draw, report=report, verifier=verifier, reason="random")


def found(sample: Sample, finding: str, at: datetime = AT) -> Verification:
    """What the verifier found of it."""
    return Verification.objects.create(
        sample=sample, finding=finding, note="查", decided_by=sample.verifier, decided_at=at
    )


def make_run(
    city: City, scores: list[tuple[Unit, str, int, int]], *, title: str = "一季度", month: int = 3
) -> ScoreRun:
    """A run with units, their points, ranks and how many are tied."""
    who = city.person("assessor")
    scheme, _ = Scheme.objects.get_or_create(jurisdiction=city.unit, title="办法")
    version, _ = SchemeVersion.objects.get_or_create(
        scheme=scheme,
        number=1,
        defaults={
            "text": "x",
            "digest": "0",
            "no_objections": "试行",
            "made_by": who,
            "made_at": AT,
        },
    )
    run = ScoreRun.objects.create(
        jurisdiction=city.unit,
        version=version,
        title=title,
        period_start=date(2026, 1, 1),
        period_end=date(2026, month, 28),
        known_at=LONG_AGO,
        inputs="{}",
        inputs_digest="0",
        result="{}",
        result_digest="0",
        computed_by=who,
        computed_at=LONG_AGO,
    )
    UnitScore.objects.bulk_create(
        UnitScore(run=run, unit=unit, group=unit.kind, points=Decimal(points), rank=rank, tied=tied)
        for unit, points, rank, tied in scores
    )
    return run


def finalise(city: City, run: ScoreRun, at: datetime = LONG_AGO) -> ScoreRun:
    """The same run, taken on by a principal."""
    run.finalised_by, run.finalised_at = city.person("principal"), at
    run.save()
    return run


def make_bulletin(city: City, run: ScoreRun, number: int = 1) -> Bulletin:
    """A bulletin of a run that nobody has issued."""
    return Bulletin.objects.create(
        jurisdiction=city.unit,
        run=run,
        title=f"通报{number}",
        year=2026,
        number=number,
        content={},
        sha256="0" * 64,
        made_by=city.person("supervisor"),
        made_at=AT,
    )
