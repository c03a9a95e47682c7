"""``luoshi extract``: formats, offsets, refusals, exit codes."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from luoshi.cli import main
from luoshi.intake import read
from tests.intake.files import docx, paragraph, xlsx
from tests.shared_data import shared

GOAL = "2026年新建口袋公园20个，改造老旧小区45个以上。"
FIELDS = [
    "doc", "start", "end", "text", "kind", "metric", "comparator", "value", "unit", "period",
    "period_start", "period_end", "recurrence", "responsible", "modality", "confidence",
]  # fmt: skip


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def records(*arguments: object) -> list[dict[str, object]]:
    result = run("--format", "jsonl", *arguments)
    told = [line for line in result.stderr.splitlines() if "没有写明年份" not in line]
    assert (result.exit_code, told) == (0, [])
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_output_that_cannot_be_written_is_told(report: Path, tmp_path: Path) -> None:
    missing = tmp_path / "没有" / "表.xlsx"
    result = run("--format", "xlsx", "-o", missing, report)
    assert result.exit_code == 2
    assert f"不能写入 {missing}" in result.stderr
    assert f"{missing} cannot be written" in result.stderr


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "要点.txt"
    path.write_bytes(f"云川市2026年工作要点\r\n\r\n{GOAL}\r\n".encode())
    return path


def test_a_paper_without_a_year_asks_for_it(tmp_path: Path) -> None:
    """冲刺三季度 of no year has no dates, which is said; the year given dates it."""
    paper = tmp_path / "讲话.txt"
    paper.write_text("大家要冲刺三季度，确保三季度新建口袋公园6座。\n", encoding="utf-8")
    result = run("--format", "jsonl", paper)
    (found,) = map(json.loads, result.stdout.splitlines())
    assert (result.exit_code, found["period"], found["period_end"]) == (0, "Q3", None)
    assert "讲话.txt：文中没有写明年份，“Q3”等期限没有起止日期" in result.stderr
    (dated,) = records("--year", "2027", paper)
    assert (dated["period_start"], dated["period_end"]) == ("2027-07-01", "2027-09-30")


def test_records_have_the_fields_of_the_contract(report: Path) -> None:
    found = records(report)
    assert [list(record) for record in found] == [FIELDS] * len(found)
    assert {(record["doc"], record["value"]) for record in found} >= {
        ("要点.txt", 20),
        ("要点.txt", 45),
    }


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_offsets_count_in_the_file_as_stored(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "a.txt"
    if mark and encoding == "gb18030":
        pytest.skip("GB18030 files carry no byte order mark")
    path.write_bytes(f"{mark}云川市2026年工作要点\r\n\r\n{GOAL}\r\n".encode(encoding))
    with path.open(encoding=encoding, newline="") as stored:
        text = stored.read()
    found = records(path)
    assert [text[int(str(r["start"])) : int(str(r["end"]))] for r in found] == [
        r["text"] for r in found
    ]
    assert {r["value"] for r in found} >= {20, 45}


def test_offsets_of_other_kinds_count_in_the_text_of_intake(tmp_path: Path) -> None:
    word, sheet = tmp_path / "a.docx", tmp_path / "a.xlsx"
    word.write_bytes(docx(paragraph("云川市2026年工作要点") + paragraph(GOAL)))
    sheet.write_bytes(xlsx([["任务", "2026年目标"], ["新建口袋公园", "20个"]]))
    for path in (word, sheet):
        text = read(path.name, path.read_bytes()).text
        found = records(path)
        assert [text[int(str(r["start"])) : int(str(r["end"]))] for r in found] == [
            r["text"] for r in found
        ]
        assert 20 in {r["value"] for r in found}


def test_a_bad_file_is_told_and_the_others_are_done(tmp_path: Path, report: Path) -> None:
    bad = tmp_path / "假.docx"
    bad.write_bytes(b"%PDF-1.7\n%%EOF")
    result = run(bad, report)
    assert result.exit_code == 1
    assert result.stderr == (
        "假.docx: 文件名说是 Word 文档，内容却是 PDF 文件。"
        "请用原来的程序另存后再上传。 [type-mismatch]\n"
    )
    assert "改造老旧小区" in result.stdout


def test_messages_follow_the_locale(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    result = run(empty)
    assert result.stderr == (
        "empty.txt: The file is empty. Please check it and upload again. [empty-file]\n"
    )
    assert (result.exit_code, result.stdout) == (1, "0 commitments\n")


@pytest.mark.parametrize(
    ("chosen", "last"), [("en", "0 commitments\n"), ("zh-hans", "共 0 条承诺\n")]
)
def test_the_language_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, chosen: str, last: str
) -> None:
    (tmp_path / "a.txt").write_text("今天天气很好。", encoding="utf-8")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8" if chosen == "en" else "en_US.UTF-8")
    monkeypatch.setenv("LUOSHI_LANG", chosen)
    assert run(tmp_path / "a.txt").stdout == last


def test_a_huge_file_is_not_even_opened(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(3 << 40)
    assert "[file-too-large]" in run(huge).stderr


def test_a_document_that_promises_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("今天天气很好。", encoding="utf-8")
    assert (run(path).exit_code, run(path).stdout) == (0, "共 0 条承诺\n")
    assert records(path) == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["no-such-file.txt"],
        ["--format", "xml", __file__],
        ["--year", "1800", __file__],
        [str(Path(__file__).parent)],
    ],
    ids=["nothing", "absent", "format", "year", "folder"],
)
def test_usage_errors(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_output_goes_to_a_file(tmp_path: Path, report: Path) -> None:
    lines, book = tmp_path / "out.jsonl", tmp_path / "out.xlsx"
    result = run("--format", "jsonl", "-o", lines, report)
    assert (result.exit_code, result.output) == (0, "")
    found = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert found == records(report)
    assert run("--format", "xlsx", "-o", book, report).exit_code == 0
    sheet = openpyxl.load_workbook(book).worksheets[0]
    assert sheet.max_row == len(found) + 1


def test_the_year_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("今年新建口袋公园20个。", encoding="utf-8")
    assert {str(r["period_end"]) for r in records("--year", 2031, path)} == {"2031-12-31"}


def test_a_workbook_may_go_through_a_pipe(report: Path) -> None:
    result = run("--format", "xlsx", report)
    assert (result.exit_code, result.stderr) == (0, "")
    sheet = openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).worksheets[0]
    assert sheet.max_row == len(records(report)) + 1


def test_a_workbook_is_not_written_to_a_terminal(report: Path) -> None:
    """On a pseudo-terminal of its own, as a person would sit before it."""
    master, terminal = os.openpty()
    program = "from luoshi.cli import main; main()"
    command = [sys.executable, "-c", program, "extract", "--format", "xlsx", str(report)]
    done = subprocess.run(
        command, stdout=terminal, stderr=subprocess.PIPE, check=False, encoding="utf-8"
    )
    os.close(terminal)
    os.close(master)
    assert done.returncode == 2
    assert "-o 文件名.xlsx" in done.stderr
    assert "-o NAME.xlsx" in done.stderr


@pytest.mark.data
def test_the_five_seeds_as_they_are() -> None:
    paths = sorted(shared("seeds").glob("*.txt"))
    found = records(*paths)
    spans = [(str(r["doc"]), int(str(r["start"])), int(str(r["end"]))) for r in found]
    assert {doc for doc, _, _ in spans} == {path.name for path in paths}
    texts = {path.name: path.read_bytes().decode() for path in paths}
    same = [texts[doc][start:end] for doc, start, end in spans] == [r["text"] for r in found]
    assert same
    assert spans == sorted(spans, key=lambda span: (span[0], span[1]))


@pytest.mark.data
def test_nothing_injected_is_ever_taken_for_a_commitment() -> None:
    damage = json.loads(shared("extraction", "corruptions.json").read_text(encoding="utf-8"))
    injected = [each for each in damage if "spam" in str(each["type"])]
    assert injected
    spans = [
        (r["doc"], int(str(r["start"])), int(str(r["end"])))
        for r in records(*shared("seeds").glob("*.txt"))
    ]
    hits = [
        (each["start"], start)
        for each in injected
        for doc, start, end in spans
        if doc == each["doc"] and start < each["end"] and end > each["start"]
    ]
    assert hits == []
