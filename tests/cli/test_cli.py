"""The group: names without imports, and a start that stays quick."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from luoshi.cli import COMMANDS, main


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_listed_command_can_be_loaded(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert (result.exit_code, result.output.startswith("Usage: ")) == (0, True)


def test_help_names_every_command() -> None:
    output = CliRunner().invoke(main, ["-h"]).output
    assert [name for name in sorted(COMMANDS) if f"\n  {name} " not in output] == []


def test_an_unknown_command_is_a_usage_error() -> None:
    assert CliRunner().invoke(main, ["no-such-command"]).exit_code == 2


def test_one_command_does_not_load_the_others() -> None:
    """Extraction needs no web framework, so it must not wait for one."""
    code = (
        "import sys; from luoshi.cli import main;"
        "main(['extract', '--help'], standalone_mode=False);"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
