"""Signing in and out, the lock-out, the password, the language, and the way back."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.utils import timezone

from luoshi.web.accounts.models import User
from luoshi.web.audit.models import Entry
from tests.conftest import SignIn
from tests.factories import PASSWORD, City

HTMX = {"HX-Request": "true"}
NEW = "a-quite-new-password"


@pytest.fixture
def user(city: City) -> User:
    return city.person("contact", city.east)


def signs_in(client: Client, user: User, password: str = PASSWORD, **extra: str) -> int:
    data = {"username": user.username, "password": password}
    return client.post("/login/", data | extra).status_code


def test_right_password_leads_home(user: User) -> None:
    client = Client()
    assert signs_in(client, user) == 302
    assert client.get("/").status_code == 200


def test_wrong_password_is_told_without_saying_which_part(user: User) -> None:
    answer = Client().post("/login/", {"username": user.username, "password": "wrong"})
    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.content.decode()


def test_closed_account_does_not_sign_in_and_loses_its_session(user: User) -> None:
    client = Client()
    signs_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert signs_in(Client(), user) == 422


def test_sign_in_leads_to_the_page_asked_for(user: User) -> None:
    client = Client()
    asked = client.get("/jobs/?x=1").headers["Location"]
    assert asked == "/login/?next=/jobs/%3Fx%3D1"
    data = {"username": user.username, "password": PASSWORD, "next": "/jobs/?x=1"}
    assert client.post("/login/", data).headers["Location"] == "/jobs/?x=1"


def test_sign_in_leads_to_no_other_site(user: User) -> None:
    data = {"username": user.username, "password": PASSWORD, "next": "https://example.org/"}
    assert Client().post("/login/", data).headers["Location"] == "/"


def test_expired_post_leads_back_to_its_form(db: None) -> None:
    referer = {"Referer": "http://testserver/settings/units/?x=1"}
    answer = Client().post("/settings/units/", {"name": "x"}, headers=referer)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login/?next=/settings/units/%3Fx%3D1"


@pytest.mark.parametrize("referer", ["https://example.org/form/", "", "javascript:alert(1)"])
def test_expired_post_from_elsewhere_leads_home(db: None, referer: str) -> None:
    answer = Client().post("/settings/units/", headers={"Referer": referer})
    assert answer.headers["Location"] == "/login/?next=/"


def test_expired_fragment_takes_the_whole_page_to_sign_in(db: None) -> None:
    headers = HTMX | {"HX-Current-URL": "http://testserver/jobs/7/"}
    answer = Client().get("/jobs/7/", headers=headers)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, "/login/?next=/jobs/7/")


def test_failures_lock_the_sign_in_and_say_so(user: User) -> None:
    client = Client()
    statuses = [signs_in(client, user, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert statuses == [422] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    locked = client.post("/login/", {"username": user.username, "password": PASSWORD})
    assert locked.status_code == 429
    assert "登录已暂时锁定" in locked.content.decode()
    assert client.get("/").status_code == 302


def test_lock_is_of_one_login_only(user: User, city: City) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        signs_in(Client(), user, "wrong")
    assert signs_in(Client(), city.person("contact", city.west)) == 302


def test_lock_ends_by_itself(user: User) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        signs_in(Client(), user, "wrong")
    earlier = timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1)
    AccessAttempt.objects.update(attempt_time=earlier)
    assert signs_in(Client(), user) == 302


def test_sign_out_is_posted_and_ends_the_session(user: User, sign_in: SignIn) -> None:
    client = sign_in(user)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").headers["Location"] == "/login/"
    assert client.get("/").status_code == 302


def test_signing_in_leaves_no_trace_of_presence(user: User) -> None:
    client = Client()
    signs_in(client, user)
    client.post("/logout/")
    assert not Entry.objects.exists()


def test_own_password_is_changed_and_other_sessions_end(user: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(user), sign_in(user)
    data = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/password/", data).headers["Location"] == "/"
    assert "密码已更改" in here.get("/").content.decode()
    assert elsewhere.get("/").status_code == 302
    assert Entry.objects.get().verb == "user.change-password"


@pytest.mark.parametrize(
    "data",
    [
        {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW},
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": "another-one-x"},
        {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"},
    ],
    ids=["old one wrong", "new ones differ", "too short"],
)
def test_password_stays_when_the_form_is_wrong(
    user: User, sign_in: SignIn, data: dict[str, str]
) -> None:
    client = sign_in(user)
    assert client.post("/password/", data).status_code == 422
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_language_of_a_person_stays_with_the_person(user: User, sign_in: SignIn) -> None:
    client = sign_in(user)
    answer = client.post("/language/", {"language": "en", "next": "/jobs/"})
    assert answer.headers["Location"] == "/jobs/"
    assert '<html lang="en">' in sign_in(User.objects.get(pk=user.pk)).get("/").content.decode()


def test_language_of_a_visitor_is_kept_in_a_cookie(db: None) -> None:
    client = Client()
    client.post("/language/", {"language": "en", "next": "/login/"})
    assert '<html lang="en">' in client.get("/login/").content.decode()


def test_site_is_chinese_whatever_the_browser_asks_for(db: None) -> None:
    page = Client().get("/login/", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="zh-hans">' in page


def test_language_leads_to_no_other_site(user: User, sign_in: SignIn) -> None:
    data = {"language": "en", "next": "https://example.org/"}
    assert sign_in(user).post("/language/", data).headers["Location"] == "/login/"


def test_unknown_language_is_refused(user: User, sign_in: SignIn) -> None:
    answer = sign_in(user).post("/language/", {"language": "fr"})
    assert answer.status_code == 422
    assert "没有这种语言" in answer.content.decode()
