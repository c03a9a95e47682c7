"""New schemes and new versions of them. A version that is saved never changes."""

from datetime import datetime

from django.db import transaction

from luoshi.core.errors import Invalid, Refused
from luoshi.core.scoring import Scheme as Rules
from luoshi.core.scoring import parse_scheme, scheme_digest
from luoshi.web.accounts.actor import Actor
from luoshi.web.assessment.models import Scheme, SchemeVersion
from luoshi.web.assessment.rules import can_write_schemes
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Kind, Unit

LONGEST_NOTE = 200


@transaction.atomic
def scheme_create(*, jurisdiction: Unit, text: str, by: Actor, at: datetime) -> SchemeVersion:
    """A new scheme with its first version. Raises Invalid ``scheme-invalid`` with path and line."""
    can_write_schemes(by, jurisdiction.pk).require()
    rules = _rules(text)
    scheme = Scheme.objects.create(jurisdiction=jurisdiction, title=rules.title)
    record(by=by, at=at, verb="scheme.create", obj=scheme, after={"title": rules.title})
    return _add_version(scheme, 1, text, rules, "", by, at)


@transaction.atomic
def scheme_revise(
    *, scheme: Scheme, text: str, note: str, by: Actor, at: datetime, read: int | None = None
) -> SchemeVersion:
    """The next version. The same rules as the last version are no new version.

    ``read`` is the version that the writer changed; Refused ``scheme-moved-on`` when there is a
    later one meanwhile.
    """
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    can_write_schemes(by, locked.jurisdiction_id).require()
    rules = _rules(text)
    if len(note) > LONGEST_NOTE:
        raise Invalid("scheme-note-long", field="note")
    last = locked.versions.latest("number")
    if read not in (None, last.number):
        raise Refused("scheme-moved-on", number=last.number)
    if last.digest == scheme_digest(rules):
        raise Invalid("scheme-unchanged")
    if locked.title != rules.title:
        Scheme.objects.filter(pk=locked.pk).update(title=rules.title)
    return _add_version(locked, last.number + 1, text, rules, note, by, at)


def _rules(text: str) -> Rules:
    """Also Invalid for a kind of unit that does not exist or stands in two groups."""
    rules = parse_scheme(text)
    seen: set[str] = set()
    for number, group in enumerate(rules.groups):
        for kind in group.unit_kinds:
            where = {"path": f"groups[{number}].unit_kinds", "kind": kind}
            if kind not in Kind.values:
                raise Invalid("unit-kind-unknown", **where)
            if kind in seen:
                raise Invalid("unit-kind-twice", **where)
            seen.add(kind)
    return rules


def _add_version(
    scheme: Scheme, number: int, text: str, rules: Rules, note: str, by: Actor, at: datetime
) -> SchemeVersion:
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=number,
        text=text,
        digest=scheme_digest(rules),
        no_objections=rules.no_objections,
        note=note,
        made_by_id=by.user_id,
        made_at=at,
    )
    record(
        by=by, at=at, verb="scheme.version", obj=scheme,
        after={"number": number, "digest": version.digest, "note": note},
    )  # fmt: skip
    return version
