"""Light and pace against the amended and against the original target: in tables and on the page."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from luoshi.web.accounts.models import User
from luoshi.web.calendars.models import Year
from luoshi.web.commitments.models import Commitment, CommitmentList, Milestone
from luoshi.web.commitments.trajectory import trajectory_of
from luoshi.web.delivery.actions import progress_refresh
from luoshi.web.delivery.models import Progress
from tests.factories import City, make_commitment, make_list
from tests.web.commitments.build import report
from tests.web.commitments.frozen import amend, frozen

HALF = date(2026, 6, 30)


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> None:
    settings.BLOB_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def lst(city: City) -> CommitmentList:
    """Half a year gone: two said 20 of 100; of one the target is now 40."""
    made = make_list(city)
    other = make_commitment(city, city.health, within=made, text="另一事项")
    commitment = frozen(city, city.transport, made, text="新建农村公路")
    for each in (commitment, other):
        report(city, each, 6, value=Decimal(20))
    amend(city, commitment, target=Decimal(40))
    Year.objects.create(year=2026, source="测试")
    progress_refresh(on=HALF)
    return made


def road() -> Commitment:
    return Commitment.objects.get(text="新建农村公路")


def test_projection_holds_both(lst: CommitmentList) -> None:
    progress = Progress.objects.get(commitment=road())
    assert (progress.light, progress.said_share) == ("green", Decimal("0.5000"))
    assert progress.original_light == "yellow"
    assert progress.original == {
        "light_code": "behind",
        "light_params": {"points": "29.04"},
        "planned_share": "0.4904",
        "said_share": "0.2000",
        "achieved_share": None,
    }
    other = Progress.objects.get(commitment__text="另一事项")
    assert (other.original_light, other.original) == ("", {})


def test_table_switches_to_the_original(lst: CommitmentList, desk: Client) -> None:
    address = f"/lists/{lst.pk}/"
    amended = desk.get(address).content.decode()
    assert "1 项已调整" in amended
    assert "原 100 公里" in amended
    assert amended.count("滞后序时进度") == 1
    original = desk.get(f"{address}?against=original").content.decode()
    assert "滞后序时进度 29.04 个百分点" in original
    assert original.count("滞后序时进度 29.04 个百分点") == 2
    assert "against=original" in original


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("light=yellow", ["另一事项"]),
        ("light=yellow&against=original", ["另一事项", "新建农村公路"]),
        ("light=green", ["新建农村公路"]),
        ("light=green&against=original", []),
        ("sort=light", ["另一事项", "新建农村公路"]),
        ("sort=-light", ["新建农村公路", "另一事项"]),
        ("sort=-light&against=original", ["另一事项", "新建农村公路"]),
    ],
)
def test_filters_and_order_follow_the_side(
    lst: CommitmentList, desk: Client, query: str, found: list[str]
) -> None:
    rows = desk.get(f"/lists/{lst.pk}/?{query}").context["rows"]
    assert [row["text"] for row in rows] == found


def test_chips_count_the_side(lst: CommitmentList, desk: Client) -> None:
    def lights(query: str) -> dict[str, int]:
        chips = desk.get(f"/commitments/?{query}").context["chips"][0]
        return {chip.light: chip.count for chip in chips}

    assert lights("") == {"yellow": 1, "green": 1}
    assert lights("against=original") == {"yellow": 2}


def test_excel_has_both_numbers(lst: CommitmentList, desk: Client) -> None:
    def rows(query: str) -> list[dict[str, object]]:
        answer = desk.get(f"/lists/{lst.pk}/sheet/?{query}")
        head, *body = load_workbook(BytesIO(answer.content)).active.values
        return [dict(zip(head, row, strict=True)) for row in body]

    amended, original = rows("")[1], rows("against=original")[1]
    assert (amended["目标值"], amended["冻结时目标值"], amended["亮灯"]) == (40, 100, "绿灯")
    assert (original["说：自报进度"]) == 0.2
    assert original["亮灯"] == "黄灯"
    assert not rows("")[0]["冻结时目标值"]


def test_page_shows_both_lights_and_switches(lst: CommitmentList, desk: Client) -> None:
    address = f"/commitments/{road().pk}/"
    page = desk.get(address).content.decode()
    assert "按调整后：超前序时进度 0.96 个百分点" in page
    assert "按原目标：滞后序时进度 29.04 个百分点" in page
    assert "<strong>50%</strong>" in page
    original = desk.get(f"{address}?against=original").content.decode()
    assert "<strong>20%</strong>" in original
    assert " 20%</title>" in original
    other = Commitment.objects.get(text="另一事项")
    assert "按原目标" not in desk.get(f"/commitments/{other.pk}/?against=original").content.decode()


def test_switch_in_english(lst: CommitmentList, desk: Client) -> None:
    User.objects.update(language="en")
    page = desk.get(f"/lists/{lst.pk}/").content.decode()
    for words in ("1 amended", "As amended", "As frozen", "was 100 公里"):
        assert words in page


def test_no_switch_where_nothing_was_amended(city: City, desk: Client) -> None:
    lst = make_list(city)
    frozen(city, city.transport, lst)
    assert "按原目标" not in desk.get(f"/lists/{lst.pk}/").content.decode()


SPANS = [
    # due, milestones (day, share), planned on 30 June
    (date(2026, 12, 31), [("2026-03-31", "0.3"), ("2026-06-30", "0.6")], "0.6000"),
    (date(2026, 6, 30), [("2026-03-31", "0.3"), ("2026-06-30", "0.6")], "1.0000"),
    (date(2026, 6, 30), [("2026-03-31", "0.3"), ("2026-09-30", "0.9")], "1.0000"),
    (date(2026, 7, 31), [("2026-06-30", "0.6"), ("2026-09-30", "0.9")], "0.6000"),
]


@pytest.mark.parametrize(("due", "steps", "planned"), SPANS)
def test_milestones_outside_an_amended_span_no_longer_bind(
    due: date, steps: list[tuple[str, str]], planned: str
) -> None:
    commitment = Commitment(comparator=">=", starts_on=date(2026, 1, 1), due_on=due)
    milestones = [
        Milestone(due_on=date.fromisoformat(on), planned_share=Decimal(share))
        for on, share in steps
    ]
    assert trajectory_of(commitment, milestones).planned(HALF) == Decimal(planned)
