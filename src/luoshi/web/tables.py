"""The tables of an empty database, made at once as the models have them.

The migrations lead to the same, which ``tests/web/test_migrations.py`` holds; but Django builds
every model anew at each of their steps, and a first start waits ten seconds for nothing.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from luoshi.core.chain import GENESIS
from luoshi.web.audit import triggers
from luoshi.web.audit.models import Head


def is_empty() -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def make_tables() -> None:
    """Every table, index and constraint, and what the migrations put in them: all or nothing."""
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed:
                editor.create_model(model)
        take_as_migrated()
        begin_chain()
        emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)


def take_as_migrated() -> None:
    """Every migration there is counts as applied."""
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in sorted(MigrationLoader(connection).disk_migrations):
        recorder.record_applied(app, name)


def begin_chain() -> None:
    """The head of the record, and triggers that keep what only grows as it is."""
    for table in triggers.TABLES:
        triggers.install(connection, table)
    Head.objects.get_or_create(pk=1, defaults={"hash": GENESIS})
