"""Databases of their own on a PostgreSQL server, and all that their files hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

FILES = (
    "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c"
    " WHERE pg_relation_filepath(c.oid) IS NOT NULL"
)
"""Tables, indexes, what is kept out of line, and dead rows; the server's log is not among them."""


@contextmanager
def database(server: str, name: str) -> Iterator[str]:
    """The address of a new database beside the one that ``server`` names, dropped at the end."""
    made = sql.Identifier(name)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(made)
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(drop)
        link.execute(sql.SQL("CREATE DATABASE {}").format(made))
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(drop)


def files_of(address: str) -> dict[str, bytes]:
    """Every file of the database as it lies on the disk, by the name of what it holds."""
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("CHECKPOINT")
        rows = link.execute(FILES).fetchall()
    return {f"table {name}": bytes(data) for name, data in rows if data}
