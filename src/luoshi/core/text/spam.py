"""Lines of search-engine bait that somebody injected into a page.

Recognised by shape, never by words: a list of keywords without a sentence, at the edge
of the text, whose vocabulary the rest of the text does not share and which repeats
itself.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from luoshi.core.text.spans import Span

_EDGE_LINES = 3
_KEYWORDS_AT_LEAST = 4
_KEYWORD_LENGTH = 24
_SAMPLE = 100
_SHARED_VOCABULARY = 0.25
_SEPARATOR = re.compile(r"[,，|_\t;；]+|\s{1,4}")
_SENTENCE = re.compile(r"[。！？!?：:、]|\d{4}[年-]")
_STUTTER = re.compile(r"([㐀-鿿])\1{2}")
_GLUED = re.compile(r"(?:^|(?<=[,，|_;；\s]))(?=[A-Za-z0-9]{0,8}[㐀-鿿])[A-Za-z0-9]{1,8}")


def spam_lines(raw: str) -> Iterator[Span]:
    """Spans of injected keyword lines, without their line ends."""
    lines = [line for line in re.finditer(r"[^\n]+", raw) if not line[0].isspace()]
    edges = lines if len(lines) <= 2 * _EDGE_LINES else lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]
    for line in edges:
        if len(line[0]) <= 2_000 and _is_spam(line[0], raw):
            yield Span(line.start(), line.end(), "spam")


def _is_spam(line: str, raw: str) -> bool:
    if _SENTENCE.search(line):
        return False
    keywords = [word for word in _SEPARATOR.split(line) if word]
    if len(keywords) < _KEYWORDS_AT_LEAST or max(map(len, keywords)) > _KEYWORD_LENGTH:
        return False
    return _signs(line, keywords) >= 2 and _shared(line, raw) <= _SHARED_VOCABULARY


def _signs(line: str, keywords: list[str]) -> int:
    """How many of three marks the line bears: stutter, repetition, glued Latin or digits."""
    grams = Counter(gram for word in keywords for gram in set(_bigrams(word)))
    repeated = any(count >= 2 for count in grams.values())
    return bool(_STUTTER.search(line)) + repeated + bool(_GLUED.search(line))


def _shared(line: str, raw: str) -> float:
    """Share of the line's character pairs that the text holds elsewhere."""
    grams = Counter(_bigrams(line)).most_common(_SAMPLE)
    if not grams:
        return 1.0
    return sum(1 for gram, count in grams if raw.count(gram) > count) / len(grams)


def _bigrams(text: str) -> list[str]:
    return [a + b for a, b in pairwise(text) if "㐀" <= a <= "鿿" and "㐀" <= b <= "鿿"]
