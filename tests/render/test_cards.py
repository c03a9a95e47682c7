"""Names of classes on the cards: whole, on as many lines as they need."""

import pypdfium2 as pdfium
import pytest

from luoshi.render.cards import Card, CardWords, cards_pdf, wrapped

LONG = "C 票 特邀代表（两代表一委员、企业、服务对象）"


@pytest.mark.parametrize(
    ("text", "most", "found"),
    [
        ("A 票 市领导", 13, ["A 票 市领导"]),
        (LONG, 13, ["C 票 特邀代表（两代表一委", "员、企业、服务对象）"]),
        ("一二三四五六七，八", 7, ["一二三四五六", "七，八"]),
        ("heads of counties and parks", 8, ["heads of", "counties and", "parks"]),
        ("一" * 50, 13, ["一" * 13, "一" * 13, "一" * 12 + "…"]),
        ("abcdefghijklmnopqrstuvwxyz", 8, ["abcdefghijklmn", "opqrstuvwxyz"]),
        ("", 8, []),
    ],
)
def test_a_name_is_wrapped(text: str, most: int, found: list[str]) -> None:
    assert wrapped(text, most, 3) == found


@pytest.mark.parametrize("name", [LONG, f"C 票 {'两代表一委员' * 6}四十个字"])
def test_a_long_name_stands_whole_on_every_card(name: str) -> None:
    words = CardWords("述职评议会", name, "192.168.137.1:8000/v/", "只凭此票评分，不记名")
    cards = [Card("WSE4-VKME-XZDM-FDCR", "http://192.168.137.1:8000/v/WSE4VKMEXZDMFDCR/")] * 2
    (page,) = pdfium.PdfDocument(cards_pdf([(words, cards)]))
    told = page.get_textpage().get_text_bounded().replace("\r\n", "")
    assert told.count(name) == 2
    assert "…" not in told
