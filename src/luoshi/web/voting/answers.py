"""Ballot and state by JSON: one answer for Django's views and for the way before its middleware."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import Error
from django.utils import translation

from luoshi.core.errors import DomainError, Invalid, Refused
from luoshi.core.voting import Submission, read_token
from luoshi.web.messages import message
from luoshi.web.voting.actions import cast
from luoshi.web.voting.guesses import wrong_code
from luoshi.web.voting.queries import Holder, holder_of, polled

log = logging.getLogger("luoshi.voting")
LONGEST = 256 * 1024
"""Bytes of a ballot: 500 contenders with a handful of criteria."""
MOST = 1_000_000
MARK = 20
"""Characters of a mark."""
SENDING = re.compile(r"[A-Za-z0-9_-]{8,40}")
LANGUAGES = ("zh-hans", "en")
HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body of an answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=lambda: HEADERS)


def holder_at(address: str, code: str) -> tuple[str, Holder]:
    """Letters and holder of a code as it was typed.

    Raises: Invalid("token-unreadable", "token-unknown"); Refused("too-many-wrong") with
    ``seconds`` for an address that sent many wrong ones.
    """
    try:
        letters = read_token(code)
        return letters, holder_of(letters)
    except Invalid as wrong:
        wait = wrong_code(address)
        if wait:
            raise Refused("too-many-wrong", seconds=wait) from wrong
        raise


def ballot(body: bytes, address: str, language: str) -> Answer:
    """Take a ballot sent as JSON: 200 with its receipt, or a code with a sentence."""
    try:
        code, given = _read(body)
        letters, holder = holder_at(address, code)
        taken = cast(holder=holder, letters=letters, given=given)
    except DomainError as error:
        return refusal(error, language)
    kept = taken.kept
    told = {"receipt": kept.receipt, "edition": kept.edition, "void": taken.void}
    return Answer(200, _json({**told, "repeated": kept.repeated, "older": kept.older}))


def state(pk: int, known: str, language: str) -> Answer:
    """Which items are open; 304 for a phone that knows."""
    try:
        found = polled(pk)
    except DomainError as error:
        return refusal(error, language)
    headers = {**HEADERS, "Cache-Control": "no-cache", "ETag": found.tag}
    if found.tag in known:
        return Answer(304, b"", headers)
    return Answer(200, found.body, headers)


def refusal(error: DomainError, language: str) -> Answer:
    """What was refused, in a word for programs and in a sentence."""
    with translation.override(language if language in LANGUAGES else LANGUAGES[0]):
        told = {"code": error.code, "message": message(error)}
    headers = dict(HEADERS)
    if error.code == "too-many-wrong":
        headers["Retry-After"] = str(error.params["seconds"])
    return Answer(status_of(error), _json(told), headers)


def unavailable(error: Exception, language: str) -> Answer:
    """The database did not answer: the phone sends again by itself."""
    log.warning("a phone could not be answered: %s", type(error).__name__)
    return refusal(Refused("box-unavailable"), language)


def status_of(error: DomainError) -> int:
    """The status that goes with a refusal."""
    known = {"too-many-wrong": 429, "token-unknown": 404, "vote-unknown": 404}
    known["box-unavailable"] = 503
    return known.get(error.code, 422 if isinstance(error, Invalid) else 409)


UNAVAILABLE = (Error, OSError)


def _read(body: bytes) -> tuple[str, Submission]:
    """The code, and what it sends. Raises: Invalid("ballot-unreadable")."""
    try:
        found = json.loads(body) if len(body) <= LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not _is_well_formed(found):
        raise Invalid("ballot-unreadable")
    names = ("item", "turn", "edition", "sending", "marks")
    return found["token"], Submission(*(found[name] for name in names))


def _is_well_formed(found: Mapping[str, Any]) -> bool:
    numbers = (found.get(name) for name in ("item", "turn", "edition"))
    if not all(type(each) is int and 0 <= each <= MOST for each in numbers):
        return False
    token, sending, marks = (found.get(name) for name in ("token", "sending", "marks"))
    return (
        isinstance(token, str)
        and len(token) <= 40
        and isinstance(sending, str)
        and SENDING.fullmatch(sending) is not None
        and isinstance(marks, dict)
        and all(map(_is_row, marks.values()))
    )


def _is_row(row: object) -> bool:
    if not isinstance(row, dict):
        return False
    for mark in row.values():
        if mark is not None and (not isinstance(mark, str) or len(mark) > MARK):
            return False
    return True


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
