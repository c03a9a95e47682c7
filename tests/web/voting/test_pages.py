"""The voter's pages without the script: what is told, taken, refused, and never shown."""

import gzip
import json
import logging
import re
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from luoshi.core.tally import Ballot, sealed_bytes
from luoshi.web.appraisal.models import ItemVoid, SealedList, Session, SessionState
from luoshi.web.appraisal.wrongcodes import wrong_codes
from luoshi.web.voting import guesses
from tests.factories import NOW, City
from tests.shared_data import ROOT
from tests.web.voting.hall import CRITERIA, Hall, open_hall

NEW = "0000000000000000"
STATIC = ROOT / "src/luoshi/web/static/luoshi"


@pytest.fixture(autouse=True)
def _no_wrong_codes_yet() -> None:
    guesses._used.clear()


@pytest.fixture
def hall(city: City) -> Hall:
    return open_hall(city)


def text(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def filled(hall: Hall, page: str, **changed: str) -> dict[str, Any]:
    rows = hall.marks()
    marks = {f"m.{key}.{c}": rows[key][c] for key in rows for c in CRITERIA}
    return {**hidden(page), **marks, **changed}


def opened(token: str) -> str:
    return text(Client().get(f"/v/{token}/"))


def send(token: str, form: dict[str, Any]) -> Any:
    return Client(enforce_csrf_checks=True).post(f"/v/{token}/", form)


def test_the_code_is_typed_at_the_short_address(hall: Hall) -> None:
    token = hall.tokens["A"][0]
    typed = f" {token[:4].lower()}-{token[4:8]} {token[8:]}"
    answer = Client(enforce_csrf_checks=True).post("/v/", {"code": typed})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/v/{token}/")
    entered = text(Client().get("/v/"))
    assert 'href="/v/help/"' in entered
    help_ = Client().get("/v/help/")
    assert "换一张同票种的纸票" in text(help_)
    assert "a paper ballot of the same class" in text(
        Client(headers={"Cookie": "language=en"}).get("/v/help/")
    )
    wrong = Client().post("/v/", {"code": "nothing"})
    assert wrong.status_code == 422
    assert 'value="nothing"' in text(wrong)
    assert Client().post("/v/", {"code": NEW}).status_code == 404


def test_the_rules_come_first_and_nothing_is_kept_of_the_visitor(hall: Hall) -> None:
    answer = Client().get(f"/v/{hall.tokens['B'][0]}/")
    page = text(answer)
    assert page.index("县区和部门负责人") < page.index("<details>") < page.index("<form")
    folded = page[page.index("<details>") : page.index("</details>")]
    assert ("整张票无效" in folded, "站位：0 至 20 分" in folded) == (True, True)
    assert "不记名" in page[page.index("</details>") :]
    assert "占权重 30（共 100）" in page
    assert (answer.cookies, answer.headers["Referrer-Policy"]) == ({}, "no-referrer")
    assert answer.headers["Cache-Control"] == "no-store"
    assert page.count('type="number"') == 4 * len(hall.contenders)
    assert hall.tokens["B"][0] not in page
    english = Client().get(f"/v/{hall.tokens['B'][0]}/", {"language": "en"})
    assert list(english.cookies) == ["language"]


def names_in(page: str) -> list[str]:
    return re.findall(r"<legend>([^<]+?)(?: <small>|</legend>)", page)


@pytest.mark.parametrize("by_group", [True, False])
def test_contenders_stand_in_the_order_drawn(hall: Hall, by_group: bool) -> None:
    session = hall.meeting.session
    rows = sorted(session.contenders.select_related("unit"), key=lambda each: each.pk)
    turns = (4, 3, 2, 1) if by_group else (4, 2, 3, 1)
    for each, turn in zip(rows, turns, strict=True):
        session.contenders.filter(pk=each.pk).update(position=turn + 10)
    page = opened(hall.tokens["A"][0])
    drawn = [each.unit.short_name for _turn, each in sorted(zip(turns, rows, strict=True))]
    assert names_in(page) == drawn
    assert re.findall("<h3>(.*?)</h3>", page) == (["部门", "县区"] if by_group else [])
    assert page.count("<small>县区</small>") == (0 if by_group else 2)


def test_steps_of_a_criterion_are_told(city: City) -> None:
    criteria = [
        {"key": key, "name": key, "maximum": "20", **({} if at else {"step": "5"})}
        for at, key in enumerate(CRITERIA)
    ]
    hall = open_hall(city, criteria=criteria)
    page = opened(hall.tokens["A"][0])
    assert "stand：0 至 20 分，每档 5 分" in page
    assert "focus：0 至 20 分<" in page
    assert page.count("0–20，每档 5</small>") == len(hall.contenders)
    name = f"m.{hall.contenders[0]}.stand"
    assert send(hall.tokens["A"][0], filled(hall, page, **{name: "7"})).status_code == 422


def test_a_ballot_goes_in_by_form_and_is_changed_but_never_shown(hall: Hall) -> None:
    token = hall.tokens["A"][0]
    assert send(token, filled(hall, opened(token))).status_code == 302
    page = opened(token)
    (ballot,) = hall.box.taken()
    assert ballot.receipt in page
    assert ballot.marks == hall.marks()
    assert hidden(page)["edition"] == "2"
    assert re.findall(r'name="m\.[^"]+"[^>]*value="([^"]+)"', page) == []
    out = hall.contenders[0]
    assert send(token, filled(hall, page, skip=out)).status_code == 302
    (changed,) = hall.box.taken()
    assert (changed.receipt, changed.marks[out]["stand"]) == (ballot.receipt, "abstain")


def test_two_tabs_the_older_is_told_that_a_later_one_stands(hall: Hall) -> None:
    token = hall.tokens["A"][0]
    first, second = opened(token), opened(token)
    send(token, filled(hall, first))
    answer = send(token, filled(hall, second))
    assert answer.status_code == 409
    assert "以那张为准" in text(answer)
    assert hidden(text(answer))["edition"] == "2"


def test_gone_back_to_the_form_other_marks_are_no_repetition(hall: Hall) -> None:
    token, page = hall.tokens["A"][0], opened(hall.tokens["A"][0])
    form = filled(hall, page)
    assert [send(token, form).status_code for _ in range(2)] == [302, 302]
    name = f"m.{hall.contenders[0]}.stand"
    answer = send(token, form | {name: "7"})
    assert answer.status_code == 409
    assert 'value="7"' in text(answer)
    assert send(token, form | {name: "7"} | hidden(text(answer))).status_code == 302
    (ballot,) = hall.box.taken()
    assert ballot.marks[hall.contenders[0]]["stand"] == "7"
    hall.close()
    assert send(token, form | {name: "9"}).status_code == 409


def test_what_would_be_void_is_asked_once_and_taken_when_meant(hall: Hall) -> None:
    token, page = hall.tokens["A"][0], opened(hall.tokens["A"][0])
    same = {name: "10" for name in filled(hall, page) if name.startswith("m.")}
    answer = send(token, filled(hall, page, **same))
    assert answer.status_code == 422
    assert text(answer).count('value="10"') == 4 * len(hall.contenders)
    assert hall.box.taken() == ()
    form = {**filled(hall, page, **same), **hidden(text(answer)), "sure": "1"}
    assert send(token, form).status_code == 302
    assert len(hall.box.taken()) == 1


@pytest.mark.parametrize("mark", ["21", "-1", "x", "1e3", "٣", "9" * 30])
def test_a_wrong_mark_is_given_back_as_typed(hall: Hall, mark: str) -> None:
    token, page = hall.tokens["A"][0], opened(hall.tokens["A"][0])
    answer = send(token, filled(hall, page, **{f"m.{hall.contenders[0]}.stand": mark}))
    assert answer.status_code == 422
    assert f'value="{mark[:20]}"' in text(answer)
    assert hall.box.taken() == ()


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (SessionState.FROZEN, "还没有开始"),
        (SessionState.SEALED, "已封存"),
        (SessionState.CANCELLED, "已取消"),
    ],
)
def test_without_a_box_the_page_says_why(hall: Hall, state: str, told: str) -> None:
    hall.box.destroy()
    hall.meeting.session.state = state
    hall.meeting.session.save()
    page = opened(hall.tokens["A"][0])
    assert told in page
    assert "<form" not in page


def test_waiting_and_closed_items_are_told_apart(city: City) -> None:
    hall = open_hall(city, is_open=False)
    assert "还没有开始" in opened(hall.tokens["A"][0])
    hall.box.set_gate(hall.item.pk, turn=1, is_open=True)
    page = opened(hall.tokens["A"][0])
    assert "可以投票了" in page
    hall.close()
    assert "已截止" in opened(hall.tokens["A"][0])
    for form in (filled(hall, page), filled(hall, page, item="999999"), {}):
        late = text(send(hall.tokens["A"][0], form))
        assert late.index('role="alert"') < late.index('id="vote"')
    assert "不再收票" in text(send(hall.tokens["A"][0], filled(hall, page)))


def test_marks_that_were_made_void_are_not_told_as_received(hall: Hall) -> None:
    token, item = hall.tokens["A"][0], hall.item
    send(token, filled(hall, opened(token)))
    assert "回执码 <strong>" in opened(token)
    hall.close()
    hall.box.clear(hall.contenders)
    desk = hall.meeting.desk
    ItemVoid.objects.create(
        item=item, turn=1, reason="话筒故障", voided_by_id=desk.user_id, voided_at=NOW
    )
    waiting = opened(token)
    assert ("投票作废（话筒故障）" in waiting, "已收到" in waiting) == (True, False)
    hall.box.set_gate(item.pk, turn=2, is_open=True)
    again = opened(token)
    assert ("请重新评分" in again, "回执码 <strong>" in again) == (True, False)
    send(token, filled(hall, again))
    assert "回执码 <strong>" in opened(token)


def test_wrong_codes_are_slowed_down_and_counted_while_right_ones_work(hall: Hall) -> None:
    before = wrong_codes(hall.meeting.session)
    answers = [Client().get(f"/v/{NEW}/") for _ in range(guesses.FREE + 3)]
    assert {each.status_code for each in answers[: guesses.FREE]} == {404}
    assert {each.status_code for each in answers[guesses.FREE :]} == {429}
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert Client().get(f"/v/{hall.tokens['A'][0]}/").status_code == 200
    assert wrong_codes(hall.meeting.session) - before == len(answers)
    assert (settings.DATA_DIR / "wrong-codes").read_bytes().strip(b".") == b""


def test_no_code_gets_into_a_log(hall: Hall, caplog: pytest.LogCaptureFixture) -> None:
    from luoshi.web.voting.logs import WithoutCodes

    caplog.handler.addFilter(WithoutCodes())
    token = hall.tokens["A"][0]
    with caplog.at_level(logging.DEBUG):
        Client().get(f"/v/{NEW}/")
        send(token, {"item": "x"})
        logging.getLogger("django.request").error("Internal Server Error: %s", f"/v/{token}/")
    assert "/v/*" in caplog.text
    assert token not in caplog.text
    assert NEW not in caplog.text


def test_a_receipt_is_found_once_sealed_and_tells_nothing_else(hall: Hall) -> None:
    session = hall.meeting.session
    address = f"/v/receipt/{session.pk}/"
    assert "还没有封存" in text(Client().post(address, {"code": "A"}))
    ballot = Ballot("A", hall.marks())
    document = sealed_bytes(session.rules, [ballot], ["ABCD-EFGH-JKMN"])
    SealedList.objects.create(
        session=session, document=document, seal="0" * 64, sealed_at=NOW,
        sealed_by=hall.meeting.city.person("supervisor"),
    )  # fmt: skip
    assert "在封存清单里：" in text(Client().post(address, {"code": " abcd-efgh-jkmn "}))
    unknown = text(Client().post(address, {"code": "ABCD-EFGH-JKMM"}))
    assert ("不在封存清单里" in unknown, "作废重投" in unknown) == (True, False)
    ItemVoid.objects.create(
        item=hall.item, turn=1, reason="话筒故障", voided_at=NOW,
        voided_by=hall.meeting.city.person("supervisor"),
    )  # fmt: skip
    assert "作废以后没有再交过的票" in text(Client().post(address, {"code": "ABCD-EFGH-JKMM"}))
    assert Client().get("/v/receipt/999999/").status_code == 404
    listed = f"{address}list/"
    for state in ("running", "sealed", "computed"):
        Session.objects.filter(pk=session.pk).update(state=state)
        assert Client().get(listed).status_code == 404
        assert listed not in text(Client().get(address))
    Session.objects.filter(pk=session.pk).update(state="released")
    assert listed in text(Client().get(address))
    told = json.loads(Client().get(listed).content)
    assert (told["receipts"], "ballots" in told) == (["ABCD-EFGH-JKMN"], False)


def test_the_first_view_is_small_and_asks_little(
    hall: Hall, django_assert_num_queries: Any
) -> None:
    token = hall.tokens["A"][0]
    opened(token)
    sqlite = connection.vendor == "sqlite"  # there the box is no part of this database
    with django_assert_num_queries(2 if sqlite else 10):
        answer: HttpResponse = Client().get(f"/v/{token}/")
    styles = sum(len((STATIC / name).read_bytes()) for name in ("vote.css", "vote.js"))
    assert len(gzip.compress(answer.content)) + styles < 50_000
