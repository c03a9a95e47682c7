"""Where in the form a fault of a definition belongs, how it reads, and its lines in a text."""

import re

from django.utils.translation import gettext as _

from luoshi.core.errors import DomainError
from luoshi.web.commitments.errors import REASONS
from luoshi.web.commitments.kindform.draft import COLUMN, HEAD, STEP, THRESHOLDS
from luoshi.web.messages import message

INVALID = "list-type-invalid"
WHOLE = "form"
ROW = re.compile(r"(column|step)s\[(\d+)\]\.?(\w*)")
STATE = re.compile(r"states\.(\w+)\.?(\w*)")
RULE = re.compile(r"light_rule\.(\w+)\.?(\w*)")
NAMING = ("key", "field", "allowed", "state", "limit")
"""Parameters of a fault that name what it is about."""


def wording(error: DomainError, *, beside: bool = False) -> str:
    """What is wrong, in the reader's language. ``beside`` its field that need not be named."""
    if error.code != INVALID:
        return message(error)
    reason = str(error.params["reason"])
    text = str(REASONS.get(reason, reason))
    if beside and reason == "field-missing":
        return f"{text}{_('。')}"
    named = next((str(error.params[name]) for name in NAMING if name in error.params), "")
    return _("%(why)s：%(what)s。") % {"why": text, "what": named} if named else f"{text}{_('。')}"


def field_of(error: DomainError) -> str:
    """The name of the input that the fault belongs to; ``form`` when to none of them."""
    if error.code != INVALID:
        return str(error.params.get("field") or WHOLE)
    path = str(error.params.get("path", ""))
    missing = str(error.params["field"]) if error.params["reason"] == "field-missing" else ""
    if row := ROW.match(path):
        return _row_field(row[1], row[2], row[3] or missing)
    if state := STATE.match(path):
        return f"state-{state[1]}-{state[2] if state[2] == 'en' else 'zh'}"
    if rule := RULE.match(path):
        name = f"{rule[1]}_{rule[2]}" if rule[2] else rule[1]
        return name if name in THRESHOLDS else _lateness(name)
    first = re.split(r"[.\[]", path)[0] or missing
    return {"light_rule": "light", "questions": "questions", "see": "see"}.get(
        first, first if first in HEAD else WHOLE
    )


def _row_field(kind: str, number: str, name: str) -> str:
    names = COLUMN if kind == "column" else STEP
    return f"{kind}-{number}-{name if name in names else 'zh'}"


def _lateness(name: str) -> str:
    return f"{name}_yellow" if f"{name}_yellow" in THRESHOLDS else "light"
