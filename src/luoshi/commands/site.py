"""Django for a command: settings read, apps loaded, the tables brought up to date."""

import gc
import os
import tempfile
from pathlib import Path

import click

YOUNG_OBJECTS = 20_000
"""Until the next look for cycles: Python's 700 interrupt each page a dozen times for nothing, and
a long act costs a quarter more."""

ROWS_LOOKED_AT = 1_000
"""Of each index; the choice is as good as after reading all, in a hundredth of a second."""


def start_site() -> None:
    """Load settings and apps. Raises click.ClickException for a wrong setting or data folder."""
    require_data_folder(Path(os.environ.get("LUOSHI_DATA_DIR") or "var").expanduser())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.web.settings")
    import django
    from environs import EnvError

    try:
        django.setup()
    except EnvError as error:
        raise click.ClickException(f"设置有误 A setting is wrong: {error}") from error
    keep_loaded()


def keep_loaded() -> None:
    """What is loaded stays for good: the look for cycles passes it over, and comes seldom."""
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def require_data_folder(folder: Path) -> None:
    """Make the data folder where it is missing. Raises click.ClickException when it refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise click.ClickException(
            f"数据目录不能写入：{folder.absolute()}（{error.strerror}）。"
            "请改变它的权限，或用 LUOSHI_DATA_DIR=/别的/目录 指定另一个。\n"
            f"The data folder cannot be written: {folder.absolute()} ({error.strerror}). "
            "Change its permissions, or name another with LUOSHI_DATA_DIR=/other/folder."
        ) from error


def is_up_to_date() -> bool:
    """Whether the database has every table as this version wants it."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate_when_needed() -> bool:
    """Bring the database up to date; False when there was nothing to do."""
    from django.core.management import call_command

    from luoshi.web.tables import is_empty, make_tables

    if is_empty():
        make_tables()
    elif is_up_to_date():
        return False
    else:
        call_command("migrate", verbosity=0, interactive=False)
    return True


def note_sizes() -> None:
    """Let SQLite look how its rows are spread, so that it begins a search at the right end.

    Without it a question about last week's few entries is answered by reading a million reports.
    PostgreSQL does this by itself.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


def require_database() -> None:
    """Raises click.ClickException where the database was never made or is of an older version."""
    if not is_up_to_date():
        raise click.ClickException(
            "这里还没有数据库，或它属于旧版本：请先运行一次 luoshi serve。\n"
            "There is no database here yet, or it is of an older version: run luoshi serve once."
        )
