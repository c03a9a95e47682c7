"""Initial passwords."""

import re

from django.contrib.auth.password_validation import validate_password

from luoshi.web.accounts.passwords import initial_password


def test_initial_password_is_readable_strong_and_new_each_time() -> None:
    made = {initial_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}", password)
        validate_password(password)
