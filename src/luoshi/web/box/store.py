"""Where boxes lie: a file each beside an SQLite database, tables each in PostgreSQL."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Run(Protocol):
    """Runs one statement (parameters as ``?``) and gives its rows."""

    def __call__(self, sql: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows."""


class Store(Protocol):
    """Gate, ballots and the number of ballots of one box; the three names stand in statements."""

    gate: str
    ballot: str
    total: str

    def exists(self) -> bool:
        """Whether the box was made, and not destroyed."""

    def make(self) -> None:
        """Make the tables where they are missing."""

    def writing(self) -> AbstractContextManager[Run]:
        """A transaction that has the box to itself, on disk at the end of the block where the
        caller is in none. Raises: Refused("box-missing")."""

    def reading(self) -> AbstractContextManager[Run]:
        """Single statements over what is committed. Raises: Refused("box-missing")."""

    def rewrite(self) -> None:
        """Lay all rows anew in the order of their keys, so that pages, row versions and journal
        tell nothing of the order in which they came."""

    def destroy(self) -> None:
        """Leave nothing of it."""
