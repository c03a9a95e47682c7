"""The day on the pages: cards, operator and stage, a token handed in, ballots on paper."""

import re
import time
from typing import Any

import pypdfium2 as pdfium
import pytest
import segno
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from luoshi.core.voting import read_token, registry_digest
from luoshi.render.cards import EDGE, MASK, QR_SIZE, QUIET
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.models import Item, PaperBallot, Slides, Token, TokenSheet
from luoshi.web.appraisal.models.session import PDF
from luoshi.web.appraisal.wrongcodes import count_wrong_code
from tests.conftest import SignIn
from tests.factories import NOW, City
from tests.web.appraisal.build import Meeting, text
from tests.web.appraisal.room import make_session
from tests.web.appraisal.test_operating import FULL, act_on, box_in, started, vote


def test_cards_come_out_once_and_only_their_digests_stay(city: City, desk: Client) -> None:
    held = Meeting(city).drawn()
    url = reverse("session-cards", args=[held.session.pk])
    told = {"count-A": "2", "count-B": "11", "count-C": "0", "address": "http://192.168.137.1:8000"}
    wrong = desk.post(url, told | {"address": "hall"})
    assert (wrong.status_code, Token.objects.count()) == (422, 0)
    assert "请写成" in wrong.content.decode()
    assert (
        "手机打不开" in desk.post(url, told | {"address": "http://127.0.0.1:80"}).content.decode()
    )
    made = desk.post(url, told)
    assert (made.headers["Content-Type"], made.headers["Cache-Control"]) == (
        "application/pdf", "no-store",
    )  # fmt: skip
    pages = list(pdfium.PdfDocument(made.content))
    lines = [page.get_textpage().get_text_bounded().split("\r\n") for page in pages]
    assert [part.count("A 票 市领导") for part in lines] == [2, 0, 0]
    assert [part.count("192.168.137.1:8000/v/") for part in lines] == [2, 10, 1]
    halves = [line for part in lines for line in part if len(line) == 9 and line[4] == "-"]
    codes = [read_token("".join(pair)) for pair in zip(halves[::2], halves[1::2], strict=True)]
    digests = set(map(registry_digest, codes))
    assert {bytes(token.pk) for token in Token.objects.all()} == digests
    assert list(TokenSheet.objects.values_list("voter_class", "count")) == [("A", 2), ("B", 11)]
    address = f"http://192.168.137.1:8000/v/{codes[0]}/"
    assert _first_qr(pages[0]) == [
        [bit & 1 for bit in row]
        for row in segno.make(address, error="m", micro=False, mask=MASK).matrix
    ]
    again = desk.get(url)
    assert "application/pdf" not in again.headers["Content-Type"]


def _first_qr(page: pdfium.PdfPage) -> list[list[int]]:
    """The modules of the code on the first card as they are printed: 1 is black."""
    dots = 10  # of a millimetre
    image = page.render(scale=dots * 25.4 / 72).to_pil().convert("L")
    size = 33 + 2 * QUIET
    left, top = EDGE[0] + 1, EDGE[1] + 9
    return [
        [
            int(image.getpixel((int((left + (x + QUIET + 0.5) * QR_SIZE / size) * dots),
                                int((top + (y + QUIET + 0.5) * QR_SIZE / size) * dots))) < 128)
            for x in range(33)
        ]
        for y in range(33)
    ]  # fmt: skip


def test_counts_are_told_in_blocks_and_unchanged_pages_are_not_sent(
    city: City, desk: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = Meeting(city).issued(A=8, B=1)
    make_session(city)
    count_wrong_code()
    actions.voting_start(**held.who)
    item = act_on(held, actions.item_open)
    url = reverse("session-operate", args=[held.session.pk])
    assert "错误代码" not in text(desk, "session-operate", held.session.pk)
    count_wrong_code()
    assert "以来错误代码 1 次" in text(desk, "session-operate", held.session.pk)
    for token in held.tokens["A"][:4]:
        vote(held, token, item)
    page = text(desk, "session-operate", held.session.pk, live="1")
    assert "<b>0 以上</b> <small>/ 9</small>" in page
    tag = desk.get(url, {"live": "1"}).headers["ETag"]
    sqlite = connection.vendor == "sqlite"  # there the box is no part of this database
    with django_assert_num_queries(8 if sqlite else 16):
        same = desk.get(url, {"live": "1"}, headers={"If-None-Match": tag})
    assert (same.status_code, same.content) == (304, b"")
    vote(held, held.tokens["A"][4], item)
    fresh = desk.get(url, {"live": "1"}, headers={"If-None-Match": tag})
    assert (fresh.status_code, "<b>5 以上</b>" in fresh.content.decode()) == (200, True)
    stage = text(desk, "session-screen", held.session.pk)
    assert "请评分" in stage
    assert "<b>5 以上</b>" in stage


@pytest.mark.parametrize(
    ("kind", "words"), [(PDF, "放映课件"), ("application/vnd.ms-powerpoint", "下载课件")]
)
def test_the_stage_shows_slides_beside_the_clock_but_not_over_a_vote(
    city: City, desk: Client, kind: str, words: str
) -> None:
    held = started(city)
    pk, first = held.session.pk, held.session.contenders.get(position=1)
    made = Slides.objects.create(
        contender=first, sha256="0" * 64, name="课件", media_type=kind, size=9,
        uploaded_by=city.person("contact", city.east), uploaded_at=NOW,
    )  # fmt: skip
    link = f'href="{reverse("session-slides", args=[pk, made.pk])}"'
    assert link not in text(desk, "session-screen", pk)
    desk.post(reverse("session-call", args=[pk, first.pk]))
    page = text(desk, "session-screen", pk, live="1")
    assert (link in page, words in page) == (True, True)
    assert ("data-slides" in page) is (kind == PDF)
    assert "<iframe" not in page
    assert 'id="slides"' in text(desk, "session-screen", pk)
    act_on(held, actions.item_open)
    assert link not in text(desk, "session-screen", pk, live="1")


def test_speaker_and_items_are_turned_by_buttons(city: City, desk: Client) -> None:
    held = started(city)
    pk, item = held.session.pk, held.session.items.get()
    first = held.session.contenders.get(position=1)
    desk.post(reverse("session-call", args=[pk, first.pk]))
    page = text(desk, "session-screen", pk)
    first.refresh_from_db()
    assert f'data-began="{int(first.on_stage_at.timestamp() * 1000)}"' in page
    assert 'data-warn="60,0"' in page
    (now,) = re.findall(r'data-now="(\d+)"', page)
    assert 0 <= time.time() * 1000 - int(now) < 60_000
    for verb, before, after in (("open", "waiting", "open"), ("close", "open", "closed")):
        asked = reverse(f"session-item-{verb}", args=[pk, item.pk])
        assert f'href="{asked}"' in text(desk, "session-operate", pk)
        assert "作废重投" in desk.get(asked).content.decode()
        item.refresh_from_db()
        assert item.state == before
        desk.post(asked)
        item.refresh_from_db()
        assert item.state == after
        assert desk.get(asked).headers["Location"] == reverse("session-operate", args=[pk])
    void = reverse("session-item-void", args=[pk, item.pk])
    assert desk.post(void, {"note": ""}).status_code == 422
    desk.post(void, {"note": "有人没听清规则"})
    item.refresh_from_db()
    assert item.state == "waiting"
    for name in ("session", "session-operate", "session-screen"):
        assert "有人没听清规则" in text(desk, name, pk)
    seal = reverse("result-step", args=[pk, "seal"])
    assert seal not in text(desk, "session", pk)
    for verb in ("open", "close"):
        desk.post(reverse(f"session-item-{verb}", args=[pk, item.pk]))
    assert [seal in text(desk, name, pk) for name in ("session", "session-operate")] == [True] * 2
    elsewhere = Meeting(city).issued()
    other = elsewhere.session.contenders.get(position=1)
    assert desk.post(reverse("session-call", args=[pk, other.pk])).status_code == 404


def test_opening_names_who_did_not_speak_and_the_last_close_says_so(
    city: City, desk: Client
) -> None:
    held = started(city, at_once=False)
    pk, (first, *others) = held.session.pk, list(held.session.items.all())
    speaker = first.contenders.select_related("unit").get()
    ask = reverse("session-item-open", args=[pk, first.pk])
    assert f"还没有发言：{speaker.unit.short_name}。" in desk.get(ask).content.decode()
    desk.post(reverse("session-call", args=[pk, speaker.pk]))
    assert "还没有发言" not in desk.get(ask).content.decode()
    desk.post(ask)
    vote(held, held.tokens["A"][0], held.session.items.get(pk=first.pk))
    close = reverse("session-item-close", args=[pk, first.pk])
    asked = desk.get(close).content.decode()
    assert ("0 以上" in asked, "最后一项" in asked) == (True, False)
    for each in others:
        Item.objects.filter(pk=each.pk).update(state="closed")
    assert "这是最后一项" in desk.get(close).content.decode()
    first.refresh_from_db()
    assert first.state == "open"


def test_a_dead_phone_is_replaced_without_telling_whether_it_voted(
    city: City, desk: Client
) -> None:
    held = started(city)
    item = act_on(held, actions.item_open)
    vote(held, held.tokens["A"][0], item)
    url = reverse("session-replace", args=[held.session.pk])
    answers = [desk.post(url, {"code": token}).content.decode() for token in held.tokens["A"][:2]]
    told = [page[page.index("票据已收回") : page.index("收回票据，输入")] for page in answers]
    assert told[0] == told[1]
    assert box_in(held).counts() == {}
    assert "这不是本场的票据" in desk.post(url, {"code": "0" * 16}).content.decode()


def test_paper_is_typed_twice_blind_and_differences_are_shown(
    city: City, desk: Client, sign_in: SignIn
) -> None:
    held = started(city)
    act_on(held, actions.item_open)
    act_on(held, actions.item_close)
    pk = held.session.pk
    keys = [each.key for each in held.session.contenders.all()]
    sent: dict[str, Any] = {f"{key}-{name}": mark for key in keys for name, mark in FULL.items()}
    url = reverse("session-paper-enter", args=[pk]) + "?voter_class=A&number=3"
    first = sign_in(city.person("verifier"))
    wrong = first.post(url, sent | {f"{keys[0]}-stand": "二十"})
    assert (wrong.status_code, 'value="二十"' in wrong.content.decode()) == (422, True)
    assert f'id="id_{keys[0]}-stand_error"' in wrong.content.decode()
    high = f"{keys[0]}-stand"
    asked = first.post(url, sent | {high: "99"}).content.decode()
    assert "这张票会因此无效" in asked
    assert f'name="sure" value="{high}=99"' in asked
    assert not PaperBallot.objects.exists()
    other = first.post(url, sent | {high: "98", "sure": f"{high}=99"})
    assert (other.status_code, PaperBallot.objects.count()) == (422, 0)
    first.post(url, sent | {high: "99.0", "sure": f"{high}=99"})
    assert PaperBallot.objects.get().first[keys[0]]["stand"] == "99"
    PaperBallot.objects.all().delete()
    first.post(url, sent | {high: "n"})
    blind = desk.get(url).content.decode()
    assert 'value="15"' not in blind
    desk.post(url, sent)
    paper = PaperBallot.objects.get()
    assert "不一致" in text(desk, "session-paper", pk)
    page = text(desk, "session-paper-settle", pk, paper.pk)
    assert page.count("第一遍 不了解，第二遍 20") == 1
    assert page.count("第一遍") == 1
    desk.post(reverse("session-paper-settle", args=[pk, paper.pk]), sent)
    assert "已核定" in text(desk, "session-paper", pk)
    blank = text(desk, "session-paper-blank", pk, **{"class": "A"})
    assert blank.count('<th scope="row">') == len(keys)
    assert ("每档" in blank, "单位按登记的次序排列" in blank) == (False, True)


def test_paper_shows_steps_and_stands_in_the_order_of_the_register(
    city: City, desk: Client
) -> None:
    criteria = [{"key": "all", "name": "总评", "maximum": "100", "step": "10"}]
    held = Meeting(city, rules={"criteria": criteria}).drawn()
    rows = list(held.session.contenders.select_related("unit").order_by("-pk"))
    for position, each in enumerate(rows, 11):
        held.session.contenders.filter(pk=each.pk).update(position=position)
    blank = text(desk, "session-paper-blank", held.session.pk, **{"class": "A"})
    assert "0–100，每档 10</small>" in blank
    assert "只填从最低分起一档一档的数" in blank
    names = re.findall('<th scope="row">(.*?)</th>', blank)
    assert names == [each.unit.short_name for each in reversed(rows)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_paper_costs_the_same_for_one_and_three(
    city: City, desk: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    held = started(city)
    act_on(held, actions.item_open)
    act_on(held, actions.item_close)
    for number in range(1, rows + 1):
        marks = {each.key: FULL for each in held.session.contenders.all()}
        actions.paper_enter(
            session=held.session, voter_class="A", number=number, marks=marks,
            by=city.actor("assessor"), at=NOW,
        )  # fmt: skip
    with django_assert_num_queries(5):
        page = text(desk, "session-paper", held.session.pk)
    assert page.count("等第二遍") == rows
