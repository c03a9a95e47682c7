"""The two addresses that a whole hall asks at once, answered before Django's middleware.

A ballot needs no session, no person, no form: the token is the whole permission. The views of
``luoshi.web.voting.views`` give the same answers where the site runs without this.
"""

import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from luoshi.web.voting import answers
from luoshi.web.voting.answers import Answer

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

BALLOT = "/v/ballot"
STATE = "/v/state/"
LANGUAGE = re.compile(r"(?:^|;\s*)language=([a-z-]{2,10})")
PHRASES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def before(site: Application) -> Application:
    """The site, with ballots and polls taken out in front of it."""

    def application(environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == BALLOT and environ["REQUEST_METHOD"] == "POST":
            return _told(_answered(environ, _ballot), start)
        if path.startswith(STATE) and environ["REQUEST_METHOD"] == "GET":
            number = path[len(STATE) :].rstrip("/")
            if number.isascii() and number.isdecimal() and len(number) < 10:
                return _told(_answered(environ, _state), start)
        return site(environ, start)

    return application


def _answered(environ: Environ, answer: Callable[[Environ, str], Answer]) -> Answer:
    found = LANGUAGE.search(environ.get("HTTP_COOKIE", ""))
    language = found[1] if found else ""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
        return answer(environ, language)
    except answers.UNAVAILABLE as error:
        connection.close()
        return answers.unavailable(error, language)


def _ballot(environ: Environ, language: str) -> Answer:
    length = environ.get("CONTENT_LENGTH") or "0"
    size = int(length) if length.isdecimal() else answers.LONGEST + 1
    body = environ["wsgi.input"].read(size) if size <= answers.LONGEST else b""
    return answers.ballot(body, environ.get("REMOTE_ADDR", ""), language)


def _state(environ: Environ, language: str) -> Answer:
    number = int(environ["PATH_INFO"][len(STATE) :].rstrip("/"))
    return answers.state(number, environ.get("HTTP_IF_NONE_MATCH", ""), language)


def _told(answer: Answer, start: Start) -> Iterable[bytes]:
    length = {"Content-Length": str(len(answer.body))}
    start(PHRASES[answer.status], list({**answer.headers, **length}.items()))
    return [answer.body]
