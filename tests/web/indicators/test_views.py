"""Pages of indicators: who sees what, what an upload shows, how targets and moves read."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from luoshi.web.indicators.actions import TargetDraft, target_set
from luoshi.web.indicators.models import (
    Figure,
    Indicator,
    Observation,
    Peer,
    StatisticsFile,
    Target,
)
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.indicators.build import LATER, a_peer, an_indicator, bring, take
from tests.web.indicators.test_figures import enter


def month(city: City, number: int, *values: str, **fields: Any) -> StatisticsFile:
    """Numbers of both counties, the city and a city beside it for a month of this year."""
    names = (city.east.name, city.west.name, city.unit.name, "邻市", "全省平均")
    rows = "\n".join(f"{name},{text}" for name, text in zip(names, values, strict=False))
    return bring(city, f"地区,工业增速\n{rows}", period=f"2026年{number}月", **fields)


@pytest.fixture
def told(city: City) -> Indicator:
    """January, then February together with a revised January."""
    indicator = an_indicator(city)
    a_peer(city)
    a_peer(city, "全省平均", mean=True)
    month(city, 1, "5.0", "6.0", "5.5", "5.8", "5.6")
    later = {"at": LATER, "published_on": date(2026, 3, 20)}
    month(city, 1, "6.5", "6.0", "5.5", "5.8", "5.6", **later)
    month(city, 2, "7.0", "6.0", "6.0", "5.9", "5.5", **later)
    return indicator


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch, city: City) -> Client:
    """Somebody of the city signed in, a month later."""
    client = Client()
    client.force_login(city.person("principal"))
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_one_indicator_shows_ranks_moves_and_what_was_revised(
    city: City, told: Indicator, today: Client
) -> None:
    page = text(today, f"/indicators/{told.pk}/?level=county")
    assert f"{city.east.name}上升 1 位，其中 2 个地区的位次因数据修订而变" in page.replace(
        f"{city.west.name}下降 1 位，", ""
    )
    assert "+2.0（实际 +0.5，修订 +1.5）" in page
    assert '<small class="was">5.0</small>' in page
    assert "邻市" not in page


def test_an_indicator_is_seen_as_it_was_known(told: Indicator, today: Client) -> None:
    page = text(today, f"/indicators/{told.pk}/?level=county&known=2026-03-10")
    assert "到 2026-03-10 为止已知的数" in page
    assert "2026年1月" in page
    assert "2026年1-2月" not in page


def test_targets_are_judged_against_what_is_known(
    city: City, told: Indicator, sign_in: SignIn
) -> None:
    client = sign_in(city.person("supervisor"))
    address = f"/indicators/{told.pk}/targets/new/"
    peer = next(
        c
        for c, n in client.get(address).context["form"].fields["against"].choices
        if n == "全省平均"
    )
    data = {
        "unit": str(city.unit.pk), "period_end": "2026-12-31", "kind": "margin", "sign": ">=",
        "number": "1", "against": peer, "modality": "力争", "basis": "报告",
    }  # fmt: skip
    assert client.post(address, data | {"against": ""}).status_code == 422
    assert client.post(address, data).status_code == 302
    page = text(client, f"/indicators/{told.pk}/?level=city")
    assert "≥ 全省平均 +1.0" in page
    assert "未达到 −0.5" in page
    target = Target.objects.get()
    assert client.post(f"/indicators/targets/{target.pk}/withdraw/").status_code == 302
    assert "未达到" not in text(client, f"/indicators/{told.pk}/?level=city")


def test_the_library_and_the_matrix_show_where_the_city_stands(
    city: City, told: Indicator, today: Client
) -> None:
    library = text(today, "/indicators/")
    assert '6.0<sup class="vintage">快</sup>' in library
    assert '1<span class="text-secondary">/2</span>' in library
    matrix = text(today, "/indicators/peers/?level=county")
    assert matrix.index(f">{city.east.name}<") < matrix.index(f">{city.west.name}<")
    assert "与市比" in matrix


def test_the_library_goes_out_as_excel(told: Indicator, today: Client) -> None:
    book = load_workbook(io.BytesIO(today.get("/indicators/sheet/").content))
    heads, *rows = book["指标库"].iter_rows(values_only=True)
    (row,) = [dict(zip(heads, each, strict=True)) for each in rows]
    assert (row["代码"], row["统计指标"]) == (told.code, told.name)
    assert (row["本级"], row["位次"], row["参加排位"]) == (6, 1, 2)


def test_a_file_goes_from_upload_over_preview_into_the_table(city: City, sign_in: SignIn) -> None:
    an_indicator(city)
    client = sign_in(city.person("contact", city.transport))
    sheet = f"地区,工业增速\n{city.east.name},5.1\n某地,3\n".encode()
    data = {
        "file": SimpleUploadedFile("一月.csv", sheet), "vintage": "flash", "source": "月报",
        "published_on": "2026-02-20", "period": "2026年1月", "jurisdiction": city.unit.pk,
    }  # fmt: skip
    answer = client.post("/indicators/files/new/", data)
    assert answer.status_code == 302
    page = text(client, answer["Location"])
    assert "可导入 1 个" in page
    assert "地区对不上：某地" in page
    seen = client.get(answer["Location"]).context["preview"].seen
    assert client.post(answer["Location"], {"seen": "other"}).status_code == 409
    assert client.post(answer["Location"], {"seen": seen}).status_code == 302
    assert Observation.objects.get().value == Decimal("5.1")
    withdraw = f"{answer['Location']}withdraw/"
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "导错"}).status_code == 302
    assert "导错" in text(client, answer["Location"])


def test_a_figure_is_entered_with_its_document_and_read_by_its_unit(
    city: City, sign_in: SignIn
) -> None:
    office = sign_in(city.person("assessor"))
    data = {
        "unit": city.east.pk, "name": "表彰奖励", "day": "2026-02-01", "value": "1",
        "note": "省级表彰", "jurisdiction": city.unit.pk,
        "paper": SimpleUploadedFile("决定.txt", "获评".encode()),
    }  # fmt: skip
    assert office.post("/indicators/figures/new/", data | {"paper": ""}).status_code == 422
    data["paper"] = SimpleUploadedFile("决定.txt", "获评".encode())
    assert office.post("/indicators/figures/new/", data).status_code == 302
    figure = Figure.objects.get()
    leader = sign_in(city.person("unit_leader", city.east))
    assert "表彰奖励" in text(leader, "/indicators/figures/")
    assert leader.get(f"/indicators/figures/{figure.pk}/document/").content == "获评".encode()
    other = sign_in(city.person("unit_leader", city.west))
    assert other.get(f"/indicators/figures/{figure.pk}/document/").status_code == 404
    assert leader.post(f"/indicators/figures/{figure.pk}/withdraw/").status_code == 403
    assert office.post(
        f"/indicators/figures/{figure.pk}/withdraw/", {"reason": "重复"}
    ).status_code == 302  # fmt: skip


def test_the_library_is_kept_on_its_pages(city: City, sign_in: SignIn) -> None:
    client = sign_in(city.person("supervisor"))
    taken = {"keys": ["gdp", "pm25"], "authority": city.health.pk, "jurisdiction": city.unit.pk}
    assert client.post("/indicators/presets/", taken).status_code == 302
    assert "gdp" not in dict(
        client.get("/indicators/presets/").context["form"].fields["keys"].choices
    )
    data = {
        "code": "own", "name": "自定", "direction": "lower", "frequency": "year", "places": "0",
        "authority": city.health.pk,
    }  # fmt: skip
    assert client.post("/indicators/new/", data | {"code": "自"}).status_code == 422
    assert client.post("/indicators/new/", data).status_code == 302
    made = Indicator.objects.get(code="own")
    again = data | {"name": "改名", "code": "other"}
    assert client.post(f"/indicators/{made.pk}/edit/", again).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.code) == ("改名", "own")
    peer = {"name": "邻市", "level": "city", "jurisdiction": city.unit.pk}
    assert client.post("/indicators/peers/new/", peer).status_code == 302
    assert client.post("/indicators/peers/new/", peer).status_code == 422
    kept = Peer.objects.get()
    edit = f"/indicators/peers/{kept.pk}/edit/"
    assert client.post(edit, {"name": city.east.name}).status_code == 422
    assert client.post(edit, {"name": "邻江市"}).status_code == 302
    assert "邻江市</a>（原邻市）" in text(client, "/indicators/peers/")
    assert client.post(edit, {"name": "邻江市", "retire": "on"}).status_code == 302
    assert "邻江市（原邻市）（已停用）" in text(client, "/indicators/peers/")
    assert client.post(edit, {"name": "又改"}).status_code == 422


def test_nothing_of_another_city_is_seen(
    city: City, other_city: City, told: Indicator, sign_in: SignIn
) -> None:
    file = StatisticsFile.objects.latest("pk")
    stranger = sign_in(other_city.person("supervisor"))
    for address in (f"/indicators/{told.pk}/", f"/indicators/files/{file.pk}/"):
        assert stranger.get(address).status_code == 404
    assert "工业增速" not in text(stranger, "/indicators/")
    assert "邻市" not in text(stranger, "/indicators/peers/")
    peer = Peer.objects.get(name="邻市")
    assert stranger.get(f"/indicators/peers/{peer.pk}/edit/").status_code == 404
    other = sign_in(city.person("contact", city.health))
    assert other.get("/indicators/files/").status_code == 404
    assert other.get(f"/indicators/{told.pk}/").status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_lists_ask_as_much_of_one_as_of_three(
    city: City,
    told: Indicator,
    more: int,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(more):
        an_indicator(city, code=f"more{number}", name=f"指标{number}")
        take(city, f"地区,指标{number}\n{city.east.name},1")
        enter(city, name=f"数{number}")
        a_peer(city, f"另市{number}")
    draft = TargetDraft(
        unit=city.east, period_end=date(2026, 12, 31), kind="value", sign=">=",
        number=Decimal(6), basis="报告",
    )  # fmt: skip
    target_set(indicator=told, draft=draft, by=city.actor("supervisor"), at=NOW + timedelta(1))
    enter(city)
    browser = sign_in(city.person("supervisor"))
    for address, queries in (
        ("/indicators/", 9),
        (f"/indicators/{told.pk}/", 8),
        ("/indicators/peers/", 10),
        ("/indicators/files/", 7),
        ("/indicators/figures/", 6),
    ):
        with django_assert_num_queries(queries):
            browser.get(address)
