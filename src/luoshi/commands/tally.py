"""``luoshi tally SEALED.json``: a sealed list counted again, by anyone, without a database."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from luoshi.commands.extract import deliver
from luoshi.commands.language import terminal_language
from luoshi.commands.tally_words import FAILURES, FAULTS, UNRANKED, VOID, WORDS, told
from luoshi.core.errors import Invalid
from luoshi.core.scoring.canonical import canonical_json, decimal_text, plain
from luoshi.core.tally import OpenPart, SealedList, Standing, Tally, read_open, read_sealed
from luoshi.core.tally import tally as count

IN = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command(short_help="重新计票，核对封存的选票清单 count a sealed list again")
@click.argument("sealed", type=IN, metavar="SEALED.json")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="把结果写入 .json write the result as JSON",
)
@click.option("--seal", help="结果单上印的封存摘要 the seal printed on the result sheet")
@click.option("--result", type=IN, help="已公布的结果，逐项比较 a published result to compare with")
def tally(sealed: Path, output: Path | None, seal: str | None, result: Path | None) -> None:
    """核对封存清单 SEALED.json 的摘要，按其中的规则重新计票。不需要数据库，不联网。

    清单自带摘要，改动清单的人也能改摘要：请用 --seal 给出结果单上印的摘要。
    不含选票的公开清单也可以核对：规则、回执码和张数是不是封存的那些。
    退出码：0 相符；1 读不出、摘要不符，或与已公布的结果有任何不同；2 用法错误。

    Check the seal of SEALED.json and count it again by the rules in it, without a database. Whoever
    changes the list can change the seal within it: give --seal as printed on the result sheet.
    The open part without ballots can be checked too: whether rules and receipts are those sealed.
    Exit code: 0 the same; 1 unreadable, or the seal or the published result differs; 2 usage.
    """
    language = terminal_language()[:2]
    found = _read(sealed, language)
    for said in (found.seal, seal or found.seal):
        if said.strip().lower() != found.computed:
            values = {"said": said, "found": found.computed}
            raise click.ClickException(told(WORDS["seal-differs"], language, **values))
    click.echo(told(WORDS["seal-holds"], language, seal=found.computed))
    if isinstance(found, OpenPart):
        number = len(found.receipts)
        click.echo(told(WORDS["open-part"], language, receipts=number, paper=found.paper))
        return
    computed = count(found)
    for line in _lines(found, computed, language):
        click.echo(line)
    if output:
        deliver(canonical_json(computed), output)
    if result:
        _compare(computed, result, language)


def _read(path: Path, language: str) -> SealedList | OpenPart:
    try:
        data = path.read_bytes()
        return read_open(data) if _is_open(data) else read_sealed(data)
    except Invalid as refusal:
        where = refusal.params["path"] or path.name
        reason = told(FAULTS[str(refusal.params["reason"])], language)
        cannot = told(WORDS["unreadable"], language)
        code = refusal.params["reason"]
        raise click.ClickException(f"{path.name} {cannot}: {where}: {reason} [{code}]") from refusal


def _is_open(data: bytes) -> bool:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "digests" in document


def _lines(sealed: SealedList, found: Tally, language: str) -> Iterator[str]:
    names = {each.key: each.name for each in sealed.rules.classes}
    names[""] = told(WORDS["together"], language)
    for each in (*found.classes, *([found.together] if found.together else [])):
        values = {"size": each.size, "cast": each.cast, "valid": each.valid, "void": each.void}
        words = "class-untold" if each.cast is None else "class"
        words = "together-untold" if each.cast is not None and each.void is None else words
        yield told(WORDS[words], language, name=names[each.key], **values)
    for reason, number in found.void.items():
        yield told(WORDS["void"], language, number=number, reason=told(VOID[reason], language))
    for one in found.failures:
        where = names[one.where] if one.where else told(WORDS["everybody"], language)
        some = told(WORDS["untold"], language) if one.found is None else str(one.found)
        yield told(FAILURES[one.reason], language, where=where, found=some, limit=one.limit)
    contenders = {each.key: each.name for each in sealed.rules.contenders}
    group = ""
    for standing in found.standings:
        if standing.group != group:
            group = standing.group
            yield told(WORDS["group"], language, name=group)
        yield _line(standing, contenders[standing.contender], names, language)


def _line(standing: Standing, name: str, classes: dict[str, str], language: str) -> str:
    if standing.rank is None or standing.total is None:
        reason = told(UNRANKED[standing.reason], language)
        return f"—\t{name}\t{told(WORDS['unranked'], language, reason=reason)}"
    tie = standing.shared_by > 1
    level = told(WORDS["tie"], language, number=standing.shared_by) if tie else ""
    hidden = ", ".join(classes[key] for key in standing.withheld)
    more = "\t" + told(WORDS["withheld"], language, classes=hidden) if hidden else ""
    return f"{decimal_text(standing.rank)}\t{name}\t{standing.total:f}{level}{more}"


def _compare(computed: Tally, published: Path, language: str) -> None:
    try:
        said = json.loads(published.read_bytes())
    except (ValueError, RecursionError) as error:
        reason = told(FAULTS["not-json"], language)
        raise click.ClickException(f"{published.name}: {reason} [not-json]") from error
    differences = list(_differences(plain(computed), said, "result"))
    for path, found, other in differences:
        values = {"path": path, "said": _short(other), "found": _short(found)}
        click.echo(told(WORDS["result-differs"], language, **values), err=True)
    if differences:
        raise click.exceptions.Exit(1)
    click.echo(told(WORDS["result-same"], language))


def _differences(found: Any, said: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(found, dict) and isinstance(said, dict):
        for key in sorted({*found, *said}):
            yield from _differences(found.get(key), said.get(key), f"{path}.{key}")
    elif isinstance(found, list) and isinstance(said, list) and len(found) == len(said):
        for at, (one, other) in enumerate(zip(found, said, strict=True)):
            yield from _differences(one, other, f"{path}[{at}]")
    elif found != said or type(found) is not type(said):
        yield path, found, said


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:79]}…"
