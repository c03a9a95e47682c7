"""Refusals the product itself makes, each with a stable code.

The code is what a program, a test or a translation relies on; ``params`` fill the
message shown to a person and never hold the contents of a document.
"""


class DomainError(Exception):
    """A rule refused. ``code`` is stable; ``params`` are values for the message."""

    code = "domain-error"

    def __init__(self, code: str | None = None, **params: object) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code)

    def __str__(self) -> str:
        if not self.params:
            return self.code
        return f"{self.code}: " + ", ".join(f"{k}={v}" for k, v in sorted(self.params.items()))


class Invalid(DomainError):
    """An input breaks a rule (HTTP 422)."""

    code = "invalid"


class Refused(DomainError):
    """The state does not allow this now (HTTP 409)."""

    code = "refused"


class Forbidden(DomainError):
    """The actor may see the thing but not do this (HTTP 403)."""

    code = "forbidden"
