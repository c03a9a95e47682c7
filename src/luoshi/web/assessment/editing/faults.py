"""Where in a form a fault of a scheme belongs, and how it reads."""

import re

from django.utils.translation import gettext as _

from luoshi.core.errors import DomainError
from luoshi.web.assessment.editing.awards import QUOTA, VETO
from luoshi.web.assessment.editing.draft import GROUP, HEAD, NODE, Draft
from luoshi.web.assessment.editing.referring import key_paths
from luoshi.web.assessment.errors import REASONS, WANTED
from luoshi.web.excerpt import Excerpt, excerpt_of
from luoshi.web.messages import message

NODE_PATH = re.compile(r"nodes\[\d+\](\.children\[\d+\])*")
BREAK = re.compile(r"[.\[]")
ROW_PATH = re.compile(r"(group|quota|vetoe)s\[(\d+)\]\.?(\w*)")
OWN_PATH = re.compile(r"groups\[(\d+)\]\.weights\.?(.*)")
TIE_PATH = re.compile(r"ranking\.tie_break\[(\d+)\]")
ROWS = {
    "group": ("group", (*GROUP, "unit_kinds")),
    "quota": ("quota", QUOTA),
    "vetoe": ("veto", (*VETO, "bars")),
}
WHOLE = "form"
DETAILS = {
    "missing.source": "carry", "trim": "drop", "trim.drop": "drop", "trim.least": "drop_from",
    "rounding": "round_places", "rounding.places": "round_places", "rounding.mode": "round_mode",
}  # fmt: skip
LIMITS = {
    "threshold-unusable": "threshold", "carry-source": "carry",
    "addition-without-cap": "cap", "deduction-without-floor": "floor",
}  # fmt: skip
"""Reasons that are about one field although the fault stands at more."""
NAMING = ("field", "key", "allowed", "source", "node", "function")
"""Parameters of a fault that name what it is about."""


def wording(error: DomainError, *, beside: bool = False) -> str:
    """What is wrong, in the reader's language. ``beside`` its field that need not be named."""
    if error.code != "scheme-invalid":
        return message(error)
    reason = str(error.params["reason"])
    text = str(REASONS.get(reason, reason))
    if reason == "weights-sum":
        return _("%(why)s，现在合计 %(found)s。") % {"why": text, "found": error.params["found"]}
    if reason == "wrong-type" and (wanted := WANTED.get(str(error.params.get("expected")))):
        return str(wanted)
    if beside and reason == "field-missing":
        return text + _("。")
    told = (str(error.params[name]) for name in NAMING if name in error.params)
    named = next(told, "")
    return _("%(why)s：%(what)s。") % {"why": text, "what": named} if named else text + _("。")


def excerpt(text: str, error: DomainError) -> Excerpt:
    """The lines of a YAML text around the fault, with the reason beside its line."""
    return excerpt_of(text, error.params.get("line"), wording(error))


def field_of(draft: Draft, error: DomainError) -> str:
    """The name of the input that the fault belongs to; ``form`` when to none of them."""
    if named := error.params.get("field") if error.code != "scheme-invalid" else None:
        return str(named)
    path = str(error.params.get("path", ""))
    missing = str(error.params["field"]) if error.params.get("reason") == "field-missing" else ""
    if found := NODE_PATH.match(path):
        rest = path[found.end() :].lstrip(".")
        row = draft.paths().index(found[0])
        rest = LIMITS.get(str(error.params["reason"]), rest)
        if rest == "source" and error.params["reason"] == "source-name":
            rest = "source_name"
        return f"node-{row}-{_node_field(rest, missing)}"
    if found := OWN_PATH.fullmatch(path):
        paths = key_paths(draft.nodes)
        row_of = f"-{paths.index(found[2])}" if found[2] in paths else ""
        return f"group-{found[1]}-own{row_of}"
    if found := ROW_PATH.match(path):
        kind, names = ROWS[found[1]]
        name = found[3] or missing
        return f"{kind}-{found[2]}-{name if name in names else 'key'}"
    return _head_field(path, missing)


def _node_field(rest: str, missing: str) -> str:
    first, _dot, below = rest.partition(".")
    if first == "function" and (below or missing):
        return f"p-{BREAK.split(below)[0] or missing}"
    if rest in DETAILS:
        return DETAILS[rest]
    if first == "missing" and below:
        return "threshold"
    name = first or missing
    return name if name in NODE else "title"


def _head_field(path: str, missing: str) -> str:
    above, _dot, below = path.partition(".")
    if found := TIE_PATH.fullmatch(path):
        return f"tie-{found[1]}"
    if above == "total" and f"total_{below}" in HEAD:
        return f"total_{below}"
    name = re.sub(r"\[\d+\]", "", path).rpartition(".")[2] or missing
    name = "tie_rule" if name == "method" else name
    return name if name in (*HEAD, "nodes", "groups") else WHOLE
