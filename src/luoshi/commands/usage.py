"""What is wrong with a command line, in both languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import click

_HANZI = re.compile("[\u4e00-\u9fff]")


class Misuse(click.UsageError):
    """A fault of usage that is told in Chinese and, below that, in English."""


@contextmanager
def told_twice() -> Iterator[None]:
    """What click refuses in English is refused in both languages, with the same exit code."""
    try:
        yield
    except click.UsageError as error:
        told = error.format_message()
        if isinstance(error, Misuse) or _HANZI.search(told):
            raise
        raise Misuse(f"{_chinese(error)}\n{told}", error.ctx) from error


def _chinese(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return f"没有这个选项：{error.option_name}"
    name = _name(error)
    if isinstance(error, click.MissingParameter):
        return f"缺少参数：{name}"
    if isinstance(error, click.BadParameter):
        return f"参数的值不合要求：{name}"
    return "命令的写法不对，请看帮助。"


def _name(error: click.UsageError) -> str:
    param = getattr(error, "param", None)
    if isinstance(param, click.Option):
        return param.opts[-1]
    return (param.metavar or param.name or "") if isinstance(param, click.Argument) else ""
