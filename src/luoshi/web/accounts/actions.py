"""Changes to people and appointments."""

from datetime import date, datetime, timedelta

from axes.utils import reset
from django.db import transaction
from django.db.models import Q

from luoshi.core.errors import Forbidden, Invalid, Refused
from luoshi.web.accounts.actor import Actor
from luoshi.web.accounts.models import Appointment, Role, User
from luoshi.web.accounts.rules import can_appoint, can_look_after
from luoshi.web.audit.actions import record
from luoshi.web.units.models import Unit


@transaction.atomic
def user_create(
    *, username: str, name: str, password: str | None, jurisdiction: Unit, by: Actor, at: datetime
) -> User:
    """A new person, with a password that only its hash remembers."""
    can_appoint(by, jurisdiction).require()
    if User.objects.filter(username=username).exists():
        raise Invalid("username-taken", field="username")
    user = User(username=username, name=name)
    user.set_password(password)
    user.save()
    record(by=by, at=at, verb="user.create", obj=user, after={"username": username, "name": name})
    return user


@transaction.atomic
def user_appoint(
    *, user: User, role: str, unit: Unit, jurisdiction: Unit, from_on: date, by: Actor, at: datetime
) -> Appointment:
    """Give a person a role at a unit. A verifier belongs to a unit too: never checks its own."""
    can_appoint(by, jurisdiction).require()
    if role not in Role.values:
        raise Invalid("unknown-role", field="role")
    if not unit.belongs_to(jurisdiction.pk):
        raise Invalid("unit-elsewhere", field="unit")
    if unit.closed_on is not None and from_on >= unit.closed_on:
        raise Invalid("unit-is-closed", field="unit")
    _require_new(user, role, unit, from_on)
    held = Appointment.objects.create(
        user=user, role=role, unit=unit, jurisdiction=jurisdiction, from_on=from_on
    )
    record(
        by=by,
        at=at,
        verb="user.appoint",
        obj=user,
        after={"role": role, "unit": unit.pk, "from_on": from_on},
    )
    return held


def _require_new(user: User, role: str, unit: Unit, from_on: date) -> None:
    held = Appointment.objects.filter(user=user, role=role, unit=unit)
    if held.filter(Q(to_on__isnull=True) | Q(to_on__gte=from_on)).exists():
        raise Invalid("appointed-already", field="role")


@transaction.atomic
def person_enrol(
    *,
    username: str,
    name: str,
    password: str,
    role: str,
    unit: Unit,
    from_on: date,
    by: Actor,
    at: datetime,
) -> User:
    """A new person with a first appointment, in one act: without one nobody looks after them."""
    area = appointing_area(by, unit)
    user = user_create(
        username=username, name=name, password=password, jurisdiction=area, by=by, at=at
    )
    user_appoint(user=user, role=role, unit=unit, jurisdiction=area, from_on=from_on, by=by, at=at)
    return user


def appointing_area(by: Actor, unit: Unit) -> Unit:
    """For which jurisdiction this administrator appoints at a unit: the unit's own office where
    the person administers it, else the jurisdiction it belongs to. Raises Invalid."""
    if unit.runs_lists and unit.pk in by.jurisdictions("admin"):
        return unit
    if unit.jurisdiction is None:
        raise Invalid("unit-elsewhere", field="unit")
    return unit.jurisdiction


@transaction.atomic
def user_reset_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """A new password from an administrator. Every session of the person ends with the old one."""
    can_look_after(by, user).require()
    user.set_password(password)
    user.save(update_fields=["password"])
    reset(username=user.username)
    record(by=by, at=at, verb="user.reset-password", obj=user)


@transaction.atomic
def user_change_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """A new password of one's own."""
    if user.pk != by.user_id:
        raise Forbidden("person-elsewhere")
    user.set_password(password)
    user.save(update_fields=["password"])
    record(by=by, at=at, verb="user.change-password", obj=user)


@transaction.atomic
def user_set_active(*, user: User, is_active: bool, by: Actor, at: datetime) -> None:
    """Close or reopen an account. Nobody closes the own one."""
    can_look_after(by, user).require()
    if user.pk == by.user_id:
        raise Refused("own-account")
    before = {"is_active": user.is_active}
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    after = {"is_active": is_active}
    record(by=by, at=at, verb="user.set-active", obj=user, before=before, after=after)


@transaction.atomic
def appointment_end(*, appointment: Appointment, to_on: date, by: Actor, at: datetime) -> None:
    """The last day on which the appointment holds."""
    can_appoint(by, appointment.jurisdiction).require()
    if to_on < appointment.from_on:
        raise Invalid("ends-before-start", field="to_on")
    _require_another_admin(appointment)
    before = {"to_on": appointment.to_on}
    appointment.to_on = to_on
    appointment.save(update_fields=["to_on"])
    record(
        by=by,
        at=at,
        verb="appointment.end",
        obj=appointment,
        before=before,
        after={"to_on": to_on},
    )


@transaction.atomic
def appointment_pass(
    *,
    appointment: Appointment,
    user: User,
    unit: Unit,
    on: date,
    by: Actor,
    at: datetime,
    to_on: date | None = None,
) -> Appointment:
    """The seat goes to a successor or to another unit from a day on, without a gap.

    It holds to the day before, or to its first day where that is no earlier; the appointment
    that follows is made, or the one found that already holds. Who may do it is asked by the
    action that calls this one. Raises Refused ``appointment-over``.
    """
    fresh = Appointment.objects.select_for_update().get(pk=appointment.pk)
    if fresh.to_on is not None and fresh.to_on < on:
        raise Refused("appointment-over")
    held = Appointment.objects.filter(user=user, role=fresh.role, unit=unit, from_on__lte=on)
    following = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).first()
    if following is None:
        following = Appointment.objects.create(
            user=user, role=fresh.role, unit=unit, jurisdiction_id=fresh.jurisdiction_id,
            from_on=on, to_on=to_on,
        )  # fmt: skip
    before = {"to_on": fresh.to_on}
    fresh.to_on = max(on - timedelta(days=1), fresh.from_on)
    fresh.save(update_fields=["to_on"])
    after = {"to_on": fresh.to_on, "follows": following.pk, "user": user.pk, "unit": unit.pk}
    record(by=by, at=at, verb="appointment.pass", obj=fresh, before=before, after=after)
    return following


@transaction.atomic
def appointment_follow(
    *, appointment: Appointment, user: User, on: date, by: Actor, at: datetime
) -> Appointment:
    """A seat that fell vacant is taken by a successor from a day on, or the one found that holds.

    Who may do it is asked by the action that calls this one.
    """
    held = Appointment.objects.filter(
        user=user, role=appointment.role, unit=appointment.unit_id, from_on__lte=on
    )
    following = held.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).first()
    if following is None:
        following = Appointment.objects.create(
            user=user, role=appointment.role, unit_id=appointment.unit_id,
            jurisdiction_id=appointment.jurisdiction_id, from_on=on,
        )  # fmt: skip
    after = {"follows": following.pk, "user": user.pk, "unit": appointment.unit_id}
    record(by=by, at=at, verb="appointment.pass", obj=appointment, after=after)
    return following


def _require_another_admin(appointment: Appointment) -> None:
    if appointment.role != Role.ADMIN:
        return
    others = Appointment.objects.filter(
        role=Role.ADMIN,
        jurisdiction_id=appointment.jurisdiction_id,
        to_on__isnull=True,
        user__is_active=True,
    ).exclude(pk=appointment.pk)
    if not others.exists():
        raise Refused("last-admin")


@transaction.atomic
def user_choose_language(*, user: User, language: str, by: Actor, at: datetime) -> None:
    """The language a person reads the site in."""
    if language not in dict(User._meta.get_field("language").choices or []):
        raise Invalid("unknown-language", field="language")
    before = {"language": user.language}
    user.language = language
    user.save(update_fields=["language"])
    record(
        by=by, at=at, verb="user.language", obj=user, before=before, after={"language": language}
    )
