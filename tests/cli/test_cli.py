"""The group: names without imports, and a start that stays quick."""

import re
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


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["no-such-command"], ["命令的写法不对", "No such command"]),
        (["extract"], ["缺少参数：FILE…", "Missing argument"]),
        (["extract", "--nothing", "a"], ["没有这个选项：--nothing", "No such option"]),
        (["extract", "--year", "3", __file__], ["参数的值不合要求：--year", "Invalid value"]),
        (["score", "verify", "no"], ["参数的值不合要求：run", "Invalid value"]),
        (["serve", "--port", "no"], ["端口应是", "A port is"]),
    ],
    ids=["command", "missing", "option", "value", "nested", "own-words"],
)
def test_wrong_usage_is_told_in_both_languages(arguments: list[str], told: list[str]) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert [words for words in told if result.stderr.count(words) != 1] == []


def test_help_is_in_both_languages() -> None:
    for name in COMMANDS:
        output = CliRunner().invoke(main, [name, "--help"]).output
        about = output.partition("Options:")[0].partition("\n\n")[2]
        assert re.search("[一-鿿]{4}", about), name
        assert re.search("[A-Z][a-z]+ [a-z]+", about), name


def test_one_command_does_not_load_the_others() -> None:
    """Extraction needs no web framework, so it must not wait for one."""
    code = (
        "import sys; from luoshi.cli import main;"
        "main(['extract', '--help'], standalone_mode=False);"
        "sys.exit('django' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
