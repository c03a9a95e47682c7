"""``luoshi score SCHEME DATA``: a scheme over a table of numbers, without a database."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import click

from luoshi.commands.language import terminal_language
from luoshi.commands.scoring_words import WORDS, beside, told, why
from luoshi.core.errors import Invalid
from luoshi.core.scoring import (
    Result,
    Scheme,
    canonical_json,
    decimal_text,
    evaluate,
    parse_scheme,
)
from luoshi.intake import message
from luoshi.intake.scoretable import ScoreTable, read_score_table
from luoshi.render.scorebook import score_book

BEIJING = timedelta(hours=8)
FAULTS = ("group-unknown", "fact-invalid", "score-undefined")
"""Refusals that the commands tell in words of their own."""
IN = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command(short_help="用一份办法给一张数据表计分 score a table by a scheme")
@click.argument("scheme", type=IN, metavar="SCHEME.yaml")
@click.argument("data", type=IN, metavar="DATA.xlsx")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="写入 .xlsx 或 .json，不给则列出名次 write .xlsx or .json, else list the ranking",
)
@click.option("--group", help="数据属于办法的哪个组 the group of the scheme that the data are of")
@click.option("--unit", help="单位名称在哪一列，默认“单位”列或第一列 the column of unit names")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="按哪天看一票否决是否失效，默认今天 the day for vetoes, today by default",
)
def compute(
    scheme: Path,
    data: Path,
    output: Path | None,
    group: str | None,
    unit: str | None,
    on: datetime | None,
) -> None:
    """用办法 SCHEME.yaml 给数据 DATA.xlsx（或 xls、csv）计分、排名。不需要数据库。

    数据表一行一个单位，一列一个来源（列名照办法写，或只写冒号后的名称）；或一行一个事实，列名为
    单位、来源、数值（可加 事项、权数、依据、组）。结果另有依据表，列出每个节点的算式。
    退出码：0 算完；1 办法、数据或算式有误，指出位置和理由；2 用法错误。

    Score and rank DATA.xlsx (or xls, csv) by SCHEME.yaml. A row for each unit and a column for
    each source, headed as the scheme writes it; or a row for each fact headed unit, source, value
    (and fact, weight, refs, group). Exit code: 0 done; 1 refused, with place and reason; 2 usage.
    """
    day = on.date() if on else (datetime.now(UTC) + BEIJING).date()
    language = terminal_language()[:2]
    try:
        rules = parse_scheme(scheme.read_bytes().decode("utf-8-sig"))
        table = read_score_table(data.name, data.read_bytes(), rules, group=group, unit=unit)
        results = _results(rules, table, day)
    except UnicodeDecodeError as error:
        encoding = told(WORDS["encoding"], language)
        raise click.ClickException(f"{scheme.name}: {encoding}") from error
    except Invalid as refusal:
        raise click.ClickException(fault(refusal, scheme.name, data.name, language)) from refusal
    if table.unused:
        click.echo(told(WORDS["unused"], language, columns=", ".join(table.unused)), err=True)
    deliver(rules, results, output)


def fault(refusal: Invalid, scheme: str, data: str, language: str) -> str:
    """Where it is and why, with the stable code at the end of the reason."""
    params = refusal.params
    if refusal.code == "scheme-invalid":
        line = f":{params['line']}" if params["line"] else ""
        path = f"{params['path']}: " if params["path"] else ""
        reason = why(str(params["reason"]), language)
        return f"{scheme}{line}: {path}{reason}{beside(params, language)}"
    if refusal.code not in FAULTS:
        return f"{data}: {message(refusal, language)} [{refusal.code}]"
    where = told(WORDS[refusal.code], language, **params)
    if "reason" not in params:
        return f"{data}: {where} [{refusal.code}]"
    reason = why(str(params["reason"]), language)
    return f"{data}: {told(WORDS['because'], language, where=where, why=reason)}"


def deliver(rules: Scheme, results: Mapping[str, Result], output: Path | None) -> None:
    """The result as the name of ``output`` asks; without one the ranking, a line each."""
    if output is None:
        for group, result in results.items():
            click.echo(rules.group(group).title)
            for unit in result.standing():
                rank = "—" if unit.rank is None else decimal_text(unit.rank)
                points = "—" if unit.points is None else format(unit.points, "f")
                click.echo(f"{rank}\t{unit.unit}\t{points}")
    elif output.suffix.lower() == ".json":
        output.write_bytes(canonical_json(dict(results)))
    else:
        output.write_bytes(score_book(rules, results, terminal_language()))


def _results(rules: Scheme, table: ScoreTable, on: date) -> dict[str, Result]:
    keys = [group.key for group in rules.groups if group.key in table.groups]
    return {key: evaluate(rules, key, table.groups[key], on=on) for key in keys}
