"""What each request carries: actor, time, language, number; and refusals as pages."""

import logging
import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from luoshi.core.errors import DomainError, Forbidden, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import User
from luoshi.web.accounts.queries import actor_at
from luoshi.web.audit.actions import request_id
from luoshi.web.http import enclosing, page
from luoshi.web.messages import message

log = logging.getLogger("luoshi.refusals")
Next = Callable[[HttpRequest], HttpResponse]
NOBODY = Actor(0, "")
LANGUAGES = {"zh-hans", "en"}


class ActorMiddleware:
    """Gives the request its ``actor`` (looked up when first asked), ``at`` and number."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        token = request_id.set(uuid.uuid4().hex)
        try:
            return self.get_response(request)
        finally:
            request_id.reset(token)


def _actor(request: HttpRequest) -> Actor:
    if isinstance(request.user, User):
        return actor_at(request.user, timezone.localdate(request.at))  # type: ignore[attr-defined]
    return NOBODY


class LanguageMiddleware:
    """The person's language; a visitor's choice from a cookie; Chinese otherwise.

    The browser's Accept-Language is not asked: a site in Chinese stays Chinese.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get("language", "")
        if isinstance(request.user, User):
            chosen = request.user.language
        language = chosen if chosen in LANGUAGES else "zh-hans"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response


class MethodMiddleware:
    """An address that takes forms only, opened as a page: 405 with a way back, in our frame."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        allowed = response.headers["Allow"]
        here = request.path if "GET" in allowed.split(", ") else enclosing(request.path)
        answer = render(request, "405.html", {"place": here}, status=response.status_code)
        answer.headers["Allow"] = allowed
        return answer


class DomainErrorMiddleware:
    """A rule's refusal becomes a page with its reason; the log has the code only."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 for a forbidden act, 409 for a wrong state, 422 for an invalid input."""
        if not isinstance(exception, DomainError):
            return None
        status = 422
        if isinstance(exception, Forbidden):
            status = 403
        elif isinstance(exception, Refused):
            status = 409
        match = request.resolver_match
        log.info("refused %s at %s", exception.code, match.view_name if match else "?")
        return page(
            request, "refused.html", {"message": message(exception)}, part="refusal", status=status
        )
