"""Tokens: how many each class has, cards to print, and a class made void before the session."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.core.voting import read_token
from luoshi.render.cards import Card, CardWords, cards_pdf
from luoshi.web.appraisal import actions
from luoshi.web.appraisal.actions.tokens import Codes
from luoshi.web.appraisal.forms import ReasonForm, TokensForm
from luoshi.web.appraisal.forms.day import LOOPBACK
from luoshi.web.appraisal.kinds import frozen_rules, tokens_at_once, tokens_most
from luoshi.web.appraisal.models import Session, SessionState
from luoshi.web.appraisal.queries import sheets_of, token_counts
from luoshi.web.appraisal.views.frame import asked, form_view, session_run
from luoshi.web.commitments.forms import posted, refusals_on
from luoshi.web.http import Request, page


@require_safe
def tokens(request: Request, pk: int) -> HttpResponse:
    """How many there are of each class, and the form for the next cards."""
    session = session_run(request, pk)
    return _tokens_page(request, session, _form(request, session))


@form_view
def cards(request: Request, pk: int) -> HttpResponse:
    """The next cards as a PDF: made, counted and handed out in one go, stored nowhere."""
    session = session_run(request, pk)
    form = _form(request, session)
    if form is not None and form.is_valid():
        with refusals_on(form):
            made = _cards(request, session, form)
            response = HttpResponse(made, content_type="application/pdf")
            response["Content-Disposition"] = "inline"
            response["Cache-Control"] = "no-store"
            return response
    return _tokens_page(request, session, form)


def _cards(request: Request, session: Session, form: TokensForm) -> bytes:
    address = form.cleaned_data["address"].rstrip("/")
    names = {each.key: each.name for each in frozen_rules(session).classes}

    def words(key: str) -> CardWords:
        return CardWords(
            title=session.title,
            voter_class=_("%(key)s 票 %(name)s") % {"key": key, "name": names[key]},
            short=f"{address.partition('://')[2]}/v/",
            advice=_("只凭此票评分，不记名，用完自己收好"),
        )

    def printed(codes: Codes) -> bytes:
        return cards_pdf(
            [
                (words(key), [Card(code, f"{address}/v/{read_token(code)}/") for code in made])
                for key, made in codes.items()
            ]
        )

    return actions.tokens_make(
        session=session, counts=form.counts, printed=printed, by=request.actor, at=request.at
    )


def _form(request: Request, session: Session) -> TokensForm | None:
    if session.state not in (SessionState.FROZEN, SessionState.RUNNING):
        return None
    rules, counts = frozen_rules(session), token_counts(session)
    initial: dict[str, object] = {
        f"count-{each.key}": max(0, each.size - counts.get(each.key, 0)) for each in rules.classes
    }
    initial["address"] = "" if LOOPBACK.match(settings.SITE_URL) else settings.SITE_URL
    return TokensForm(posted(request), classes=rules.classes, initial=initial)


def _tokens_page(request: Request, session: Session, form: TokensForm | None) -> HttpResponse:
    counts = token_counts(session)
    rules = frozen_rules(session) if session.rules else None
    context = {
        "session": session,
        "form": form,
        "rows": [
            (each, counts.get(each.key, 0), tokens_most(each.size))
            for each in (rules.classes if rules else ())
        ],
        "sheets": sheets_of(session),
        "most": tokens_at_once(),
        "may_discard": session.state == SessionState.FROZEN,
    }
    status = 422 if form is not None and form.errors else 200
    return page(request, "appraisal/tokens.html", context, status=status)


@form_view
def discard(request: Request, pk: int, voter_class: str) -> HttpResponse:
    """Make a class void: a sheet was lost, or the printer tore it."""
    session = session_run(request, pk)
    form = ReasonForm(posted(request))
    url = reverse("session-tokens", args=[pk])
    return asked(
        request, session, form,
        lambda: actions.tokens_discard(
            session=session, voter_class=voter_class, note=form.cleaned_data["note"],
            by=request.actor, at=request.at,
        ),
        title=_("作废 %(key)s 票种全部票据") % {"key": voter_class[:8]},
        warning=_("这个票种已经印出的票据全部不能再用，要重新制作、重新发放。"),
        button=_("全部作废"), done=_("已作废，请重新制作。"), to=url, back=url,
    )  # fmt: skip
