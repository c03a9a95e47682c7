"""The answer to "may this person do this?": yes, or no with a reason code."""

from dataclasses import dataclass

from luoshi.core.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True

    def require(self) -> None:
        """Nothing stands in the way."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No, because of ``reason``: a stable code with a message in ``luoshi.web.messages``."""

    reason: str

    def __bool__(self) -> bool:
        return False

    def require(self) -> None:
        """Raises Forbidden with the reason."""
        raise Forbidden(self.reason)


Decision = Allowed | Denied
ALLOWED = Allowed()


def allowed_if(claim: bool, reason: str) -> Decision:
    """Allowed when the claim holds, else Denied for the reason."""
    return ALLOWED if claim else Denied(reason)
