"""Database triggers that refuse to change or delete rows of tables that only grow."""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

AUDIT = "audit_entry"
OBSERVATIONS = "indicators_observation"
PEER_CHANGES = "indicators_peerchange"
TABLES = {
    AUDIT: "audit entries are append-only",
    OBSERVATIONS: "observations are append-only",
    PEER_CHANGES: "changes of peers are append-only",
}
VERBS = ("UPDATE", "DELETE")


def install(connection: BaseDatabaseWrapper, table: str = AUDIT) -> None:
    """Add the triggers of one of ``TABLES``; safe to call again."""
    making = _sqlite if connection.vendor == "sqlite" else _postgresql
    with connection.cursor() as cursor:
        for statement in making(table):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, table: str = AUDIT) -> None:
    """Take them away, for the reverse of the migration."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in VERBS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")


def _sqlite(table: str) -> Iterator[str]:
    for verb in VERBS:
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLES[table]}'); END"
        )


def _postgresql(table: str) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{TABLES[table]}'; END $$"
    )
    yield f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"
    yield (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
