"""Database constraints that several tables share."""

from django.db import models


def pair(model: str, verb: str) -> models.CheckConstraint:
    """Who and when are a pair: ``<verb>_by`` and ``<verb>_at`` are both there or both absent."""
    who, when = f"{verb}_by__isnull", f"{verb}_at__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{who: True, when: True}) | models.Q(**{who: False, when: False}),
        name=f"{model}_{verb}_pair",
    )


def share(model: str, field: str) -> models.CheckConstraint:
    """The field is a share: from 0 to 1, or unknown."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__isnull": True})
        | models.Q(**{f"{field}__gte": 0, f"{field}__lte": 1}),
        name=f"{model}_{field}_is_share",
    )


def one_of(one: str, other: str) -> models.Q:
    """Exactly one of the two fields is there."""
    names = f"{one}__isnull", f"{other}__isnull"
    return models.Q(**dict(zip(names, (False, True), strict=True))) | models.Q(
        **dict(zip(names, (True, False), strict=True))
    )
