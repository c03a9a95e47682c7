"""Signing in, the password, and the language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic.base import TemplateResponseMixin
from django.views.generic.edit import FormMixin

from luoshi.web.accounts.actions import user_change_password, user_choose_language
from luoshi.web.accounts.forms import PasswordForm, SignInForm
from luoshi.web.accounts.models import User
from luoshi.web.http import Request, back


class Told422(TemplateResponseMixin, FormMixin[Any]):
    """An invalid form is shown again as what it is: 422."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page with its messages."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignIn(Told422, LoginView):
    """The sign-in form; somebody already signed in goes home."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether to name the demo logins."""
        return super().get_context_data(demo=settings.DEMO, **kwargs)


class ChangePassword(Told422, PasswordChangeView):
    """A new password for oneself."""

    template_name = "accounts/password.html"
    form_class = PasswordForm
    success_url = reverse_lazy("home")
    request: Request

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep this session, end the others, and say that it worked."""
        request = self.request
        user_change_password(
            user=form.user,
            password=form.cleaned_data["new_password1"],
            by=request.actor,
            at=request.at,
        )
        update_session_auth_hash(request, form.user)
        messages.success(request, _("密码已更改。"))
        return redirect(self.get_success_url())


@login_not_required
@require_POST
def language(request: Request) -> HttpResponse:
    """Remember the language for the person, or in a cookie for a visitor."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, User):
        user_choose_language(user=request.user, language=chosen, by=request.actor, at=request.at)
    response = back(request, "login")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie("language", chosen, max_age=31_536_000, samesite="Lax", httponly=True)
    return response
