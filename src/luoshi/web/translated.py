"""Tables of words that are read for every row of a page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language


class Translated:
    """Words by code in the reader's language; each language is looked up once in a process.

    A lazy string asks the catalogue again each time it is read; on a page of fifty rows that
    costs as much as the query. Words of a running process do not change.
    """

    def __init__(self, words: Mapping[str, str | Promise]) -> None:
        self._words = words
        self._known: dict[str | None, dict[str, str]] = {}

    def now(self) -> Mapping[str, str]:
        """The whole table in the language of this moment."""
        language = get_language()
        known = self._known.get(language)
        if known is None:
            known = {code: str(words) for code, words in self._words.items()}
            self._known[language] = known
        return known

    def __getitem__(self, code: str) -> str:
        return self.now()[code]

    def get(self, code: str, default: str = "") -> str:
        """The words of a code; the default where it has none."""
        return self.now().get(code, default)
