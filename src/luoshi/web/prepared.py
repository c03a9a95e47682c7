"""Queries whose SQL is written once: asking again costs only what the database needs.

Django builds and compiles a queryset anew each time. For a page of few rows that is several times
the cost of the query itself (ADR 0011), and the SQL comes out the same but for the keys in it.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache, wraps
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from luoshi.web.accounts.actor import Actor

Given = ParamSpec("Given")
Row = TypeVar("Row")
Found = TypeVar("Found", bound=Model)
SHAPES = 64
"""How many shapes of one query are kept: as many as there are ways of holding roles."""
FIRST = 7_000_000_000_000_000
"""Marks stand for keys while the SQL is written; no key of a table is as large."""


def prepared(build: Callable[Given, QuerySet[Any, Row]]) -> Callable[Given, list[Row]]:
    """A function that answers with the rows of the queryset that ``build`` makes.

    Keys (``int``), tuples of keys and an ``Actor`` may differ from call to call; ``build`` may only
    hand them on to conditions: it neither compares them nor asks the database. Whatever else is
    given, how many keys a tuple has and which roles an actor holds choose the SQL.
    """

    @lru_cache(maxsize=SHAPES)
    def written(*shape: Any) -> "_Written[Row]":
        return _Written(build(*shape))  # type: ignore[call-arg]

    @wraps(build)
    def ask(*given: Given.args, **named: Given.kwargs) -> list[Row]:
        if named:
            raise TypeError("a prepared query takes its arguments by position")
        keys = _Keys()
        shape = tuple(keys.marked(each) for each in given)
        return written(*shape).ask(keys.held)

    return ask


def one_row(sql: str, given: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a statement (parameters as ``%s``, no other ``%``).

    SQLite's own driver answers in a fifth of the time that Django's cursor takes around it; where
    queries are logged or wrapped, the cursor asks all the same.
    """
    database = connections[DEFAULT_DB_ALIAS]
    found: tuple[Any, ...] | None
    if database.vendor != "sqlite" or database.queries_logged or database.execute_wrappers:
        with database.cursor() as cursor:
            cursor.execute(sql, given)
            found = cursor.fetchone()
    else:
        database.ensure_connection()
        with database.wrap_database_errors:
            found = database.connection.execute(sql.replace("%s", "?"), given).fetchone()
    return found


def few_shapes(keys: Collection[int]) -> tuple[int, ...]:
    """The keys with the last one repeated up to the next power of two.

    A condition on them finds the same rows, and however many there are, the shapes are few.
    """
    given = tuple(keys)
    return given + given[-1:] * ((1 << (len(given) - 1).bit_length()) - len(given) if given else 0)


def held(found: Found, **related: list[Any]) -> Found:
    """The same object, which holds these rows as its related ones: ``prefetch_related`` by hand."""
    for name, rows in related.items():
        answered = getattr(found, name).all()
        answered._result_cache, answered._prefetch_done = rows, True
        found.__dict__.setdefault("_prefetched_objects_cache", {})[name] = answered
    return found


class _Keys:
    """The keys of one call, in order; the same key has the same mark."""

    def __init__(self) -> None:
        self.held: list[int] = []

    def marked(self, given: Any) -> Hashable:
        """What stands for an argument while the SQL is written."""
        if type(given) is int:
            return self._mark(given)
        if isinstance(given, tuple):
            if all(type(each) is int for each in given):
                first = FIRST + len(self.held)
                self.held.extend(given)
                return tuple(range(first, first + len(given)))
            return tuple(self.marked(each) for each in given)
        if isinstance(given, Actor):
            return self._actor(given)
        kept: Hashable = given
        return kept

    def _mark(self, key: int) -> int:
        self.held.append(key)
        return FIRST + len(self.held) - 1

    def _actor(self, actor: Actor) -> Actor:
        shape, keys = _shape(actor, len(self.held))
        self.held += keys
        return shape


@lru_cache(maxsize=1024)
def _shape(actor: Actor, start: int) -> tuple[Actor, list[int]]:
    """The same roles over marks instead of units, equal where the units are; and the keys."""
    keys = [actor.user_id]
    marks: dict[int, int] = {}

    def mark(unit: int) -> int:
        if unit not in marks:
            marks[unit] = FIRST + start + len(keys)
            keys.append(unit)
        return marks[unit]

    held = tuple(
        replace(
            one,
            unit_id=mark(one.unit_id),
            jurisdiction_id=mark(one.jurisdiction_id),
            reach=frozenset(mark(unit) for unit in sorted(one.reach)),
        )
        for one in actor.held
    )
    return Actor(FIRST + start, "", held), keys


class _Written(Generic[Row]):
    """A queryset with its SQL and the places of the marks in it."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, params = self.compiler.as_sql()
        except EmptyResultSet:
            self.sql, params = "", ()
            return
        self.params = list(params)
        self.places = [(n, int(mark) - FIRST) for n, mark in enumerate(params) if _is_mark(mark)]
        fields = [column[0] for column in (self.compiler.select or ())]
        self.converters = self.compiler.get_converters(fields[: self.compiler.col_count])

    def ask(self, keys: list[int]) -> list[Row]:
        """The rows for these keys."""
        if not self.sql:
            return []
        params = list(self.params)
        for place, number in self.places:
            params[place] = type(params[place])(keys[number])
        asked = self.rows._chain()  # type: ignore[attr-defined]
        compiler = _Asked(self, tuple(params))
        asked.query.get_compiler = lambda *_given, **_named: compiler
        return list(asked)


def _is_mark(param: object) -> bool:
    if isinstance(param, str):
        return param.isdecimal() and len(param) == len(str(FIRST)) and int(param) >= FIRST
    return isinstance(param, int) and param >= FIRST


class _Asked(SQLCompiler):
    """A compiler that has done its work before."""

    def __init__(self, written: _Written[Any], params: tuple[Any, ...]) -> None:
        self.__dict__.update(copy(written.compiler.__dict__))
        self.connection = connections[DEFAULT_DB_ALIAS]
        self.written = written
        self.params = params

    def as_sql(self, *_given: Any, **_named: Any) -> tuple[str, tuple[Any, ...]]:
        return self.written.sql, self.params

    def get_converters(self, _expressions: Any) -> Any:
        return self.written.converters
