"""Evidence: checked before anything is stored, kept once, attached only to what is open."""

from pathlib import Path

import pytest

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web import blobs
from luoshi.web.delivery.actions import evidence_add, evidence_attach, evidence_detach
from luoshi.web.delivery.models import Evidence, EvidenceUse, ProgressReport
from luoshi.web.units.models import Unit
from tests.factories import City
from tests.web.delivery.build import AT, PNG, contact, last, make_report, verbs


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    """An empty place for files."""
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def add(
    city: City,
    *reports: ProgressReport,
    name: str = "现场.png",
    data: bytes = PNG,
    unit: Unit | None = None,
) -> Evidence:
    return evidence_add(
        unit=unit or city.transport, name=name, data=data, source="现场拍摄", reports=reports,
        by=contact(city, city.transport), at=AT,
    )  # fmt: skip


def test_one_file_serves_several_reports(city: City) -> None:
    one, two = make_report(city), make_report(city)
    evidence = add(city, one, two)
    assert blobs.read(evidence.sha256) == PNG
    assert (evidence.media_type, evidence.size, evidence.name) == (
        "image/png",
        len(PNG),
        "现场.png",
    )
    assert set(evidence.uses.values_list("report", flat=True)) == {one.pk, two.pk}
    assert last().after == {"sha256": evidence.sha256, "reports": [one.pk, two.pk]}


def test_same_bytes_in_the_unit_are_kept_once(city: City) -> None:
    one, two = make_report(city), make_report(city)
    assert add(city, one) == add(city, two, name="另一个名字.png")
    assert add(city, one) == Evidence.objects.get()
    assert EvidenceUse.objects.count() == 2
    assert Evidence.objects.get().name == "现场.png"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("现场.pdf", PNG, "type-mismatch"),
        ("空.png", b"", "empty-file"),
        ("现场.exe", PNG, "type-not-supported"),
        ("大.txt", b"a" * (20 * 1024 * 1024 + 1), "file-too-large"),
        ("断.png", PNG[:30], "damaged-file"),
        ("a/b/", PNG, "type-not-supported"),
        ("/", PNG, "evidence-unnamed"),
    ],
    ids=["lying", "empty", "type", "large", "cut", "folder", "unnamed"],
)
def test_bad_file_leaves_nothing(
    city: City, folder: Path, name: str, data: bytes, code: str
) -> None:
    report = make_report(city)
    with pytest.raises(Invalid) as error:
        add(city, report, name=name, data=data)
    assert (error.value.code, error.value.params["field"]) == (code, "file")
    assert list(folder.iterdir()) == []
    assert Evidence.objects.count() == 0
    assert verbs() == ["round.open"]


def test_name_has_no_folders(city: City) -> None:
    assert add(city, make_report(city), name="C:\\桌面\\证书.png").name == "证书.png"


def test_evidence_needs_a_report_of_the_same_unit(city: City) -> None:
    with pytest.raises(Invalid, match="evidence-unused"):
        add(city)
    with pytest.raises(Invalid, match="evidence-other-unit"):
        add(city, make_report(city), unit=city.health)
    with pytest.raises(Forbidden, match="unit-contact-only"):
        add(city, make_report(city, city.health), unit=city.health)


def test_attaching_and_detaching(city: City) -> None:
    one, two = make_report(city), make_report(city)
    evidence, writer = add(city, one), contact(city, city.transport)
    evidence_attach(evidence=evidence, reports=[one, two], by=writer, at=AT)
    assert EvidenceUse.objects.count() == 2
    evidence_detach(evidence=evidence, report=one, by=writer, at=AT)
    assert [use.report for use in evidence.uses.all()] == [two]
    assert verbs()[-2:] == ["evidence.attach", "evidence.detach"]
    evidence_detach(evidence=evidence, report=one, by=writer, at=AT)
    assert verbs()[-1:] == ["evidence.detach"]
    assert verbs().count("evidence.detach") == 1


@pytest.mark.parametrize("state", ["submitted", "signed", "accepted"])
def test_evidence_of_what_was_handed_in_does_not_change(city: City, state: str) -> None:
    report, other = make_report(city, state=state), make_report(city)
    evidence = add(city, other)
    with pytest.raises(Refused, match="report-not-fillable"):
        add(city, report)
    for act in (
        lambda: evidence_attach(
            evidence=evidence, reports=[report], by=contact(city, city.transport), at=AT
        ),
        lambda: evidence_detach(
            evidence=evidence, report=report, by=contact(city, city.transport), at=AT
        ),
    ):
        with pytest.raises(Refused, match="report-not-fillable"):
            act()


def test_evidence_of_another_unit_is_not_attached(city: City) -> None:
    evidence = add(city, make_report(city))
    with pytest.raises(Invalid, match="evidence-other-unit"):
        evidence_attach(
            evidence=evidence,
            reports=[make_report(city, city.health)],
            by=contact(city, city.health),
            at=AT,
        )
