"""``luoshi extract``: documents → candidate commitments."""

import shutil
import sys
from pathlib import Path

import click

from luoshi.commands.language import terminal_language
from luoshi.commands.listing import Record, jsonl, table, workbook
from luoshi.commands.usage import Misuse
from luoshi.core.errors import Invalid
from luoshi.core.extract import extract as find_candidates
from luoshi.core.extract import to_record
from luoshi.intake import DEFAULT, check_size, message, read

WITHOUT_TERMINAL = 160
TO_A_TERMINAL = (
    "xlsx 不能显示在终端上：请用 -o 文件名.xlsx 写入文件，或重定向（> 文件名.xlsx）。\n"
    "An xlsx cannot be shown in a terminal: write it with -o NAME.xlsx, "
    "or redirect it (> NAME.xlsx)."
)
UNDATED = {
    "zh-hans": "{name}：文中没有写明年份，“{period}”等期限没有起止日期；用 --year 指定年份。",
    "en": "{name}: no year is named, so periods such as {period} have no dates; give --year.",
}
FORMATS = ("table", "jsonl", "xlsx")


@click.command(short_help="从文件中找出承诺 find the commitments of documents")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    metavar="FILE…",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="输出格式 output format",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="写入文件，不给则写到标准输出 write to a file, not to standard output",
)
@click.option(
    "--year",
    type=click.IntRange(1949, 2100),
    help="文件所属年份，不给则由内容判断 year the document plans for, else read from it",
)
def extract(files: tuple[Path, ...], form: str, output: Path | None, year: int | None) -> None:
    """从 txt、csv、html、docx、xlsx、xls 文件中找出承诺：目标、项目、任务。

    jsonl 每行一个对象；start、end 为文件中的字符位置（txt、csv），其他格式为读出文字中的位置。
    退出码：0 全部读出；1 有文件被拒绝（其余照常输出）；2 用法错误。

    Find the commitments of documents: targets, projects, tasks. jsonl has one object a line;
    start and end count characters of the file (txt, csv) or of the text read out of it.
    Exit code: 0 all read; 1 a file was refused (the others are done); 2 wrong usage.
    """
    if form == "xlsx" and output is None and sys.stdout.isatty():
        raise Misuse(TO_A_TERMINAL)
    language = terminal_language()
    records: list[Record] = []
    refused = False
    for path in files:
        try:
            found = records_of(path, year)
        except Invalid as error:
            refused = True
            click.echo(f"{path.name}: {message(error, language)} [{error.code}]", err=True)
            continue
        records += found
        undated = next((each["period"] for each in found if _is_undated(each)), None)
        if undated:
            told = UNDATED[language].format(name=path.name, period=undated)
            click.echo(told, err=True)
    deliver(content_of(records, form, language), output)
    if refused:
        sys.exit(1)


def _is_undated(record: Record) -> bool:
    """A quarter or month of a year that nobody named."""
    return record["period"] is not None and record["period_end"] is None


def records_of(path: Path, year: int | None) -> list[Record]:
    """The records of one file, in document order. Raises Invalid when intake refuses it."""
    check_size(path.stat().st_size, DEFAULT)
    reading = read(path.name, path.read_bytes())
    candidates = find_candidates(reading.text, year=year, doc=path.name)
    return [to_record(candidate, path.name) for candidate in candidates]


def content_of(records: list[Record], form: str, language: str) -> bytes:
    """What is written, in UTF-8 for text."""
    if form == "xlsx":
        return workbook(records, language)
    if form == "jsonl":
        return jsonl(records).encode()
    room = shutil.get_terminal_size((WITHOUT_TERMINAL, 24)).columns
    return table(records, language, room).encode()


def deliver(content: bytes, output: Path | None) -> None:
    """To standard output, or to the file. Raises Misuse when that cannot be written."""
    if output is None:
        click.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise Misuse(
            f"不能写入 {output}（{error.strerror}）。\n"
            f"{output} cannot be written ({error.strerror})."
        ) from error
