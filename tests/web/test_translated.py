"""Tables of words: read in the language of the moment, looked up once for each."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from luoshi.web.translated import Translated

WORDS = {"confirmed": _("属实"), "plain": "≥"}


def test_words_follow_the_language_of_the_moment() -> None:
    table = Translated(WORDS)
    assert (table["confirmed"], table["plain"]) == ("属实", "≥")
    with translation.override("en"):
        assert table["confirmed"] == "Confirmed"
        assert table.now() == {"confirmed": "Confirmed", "plain": "≥"}
    assert table["confirmed"] == "属实"


def test_code_without_words_gives_the_default() -> None:
    table = Translated(WORDS)
    assert (table.get("gone"), table.get("gone", "—")) == ("", "—")
    with pytest.raises(KeyError):
        table["gone"]


def test_each_language_is_looked_up_once() -> None:
    asked = []

    class Word(str):
        __slots__ = ()

        def __str__(self) -> str:
            asked.append(translation.get_language())
            return "word"

    table = Translated({"code": Word()})
    for language in ("zh-hans", "en", "zh-hans", "en"):
        with translation.override(language):
            assert table["code"] == "word"
    assert asked == ["zh-hans", "en"]
