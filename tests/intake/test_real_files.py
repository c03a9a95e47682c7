"""Real documents as they are: each is read, or refused with a sentence."""

import pytest

from luoshi.intake import read
from tests.shared_data import FOLDER, shared

pytestmark = pytest.mark.data


def names(folder: str) -> list[str]:
    return sorted(path.name for path in (FOLDER / folder).glob("*")) or ["absent"]


@pytest.mark.parametrize("name", names("office"))
def test_office_files_are_all_read(name: str) -> None:
    reading = read(name, shared("office", name).read_bytes())
    assert [reading.text[b.start : b.end] for b in reading.blocks] == reading.text.split("\n")


@pytest.mark.parametrize("folder", ["documents", "seeds", "extraction/docs"])
def test_text_files_are_read_as_stored(folder: str) -> None:
    paths = [path for path in shared(folder).iterdir() if path.suffix in {".txt", ".csv"}]
    assert paths
    for path in paths:
        with path.open(encoding="utf-8", newline="") as stored:
            same = read(path.name, path.read_bytes()).text == stored.read()
        assert same, path.name


@pytest.mark.parametrize(
    ("name", "rows"),
    [("p21_guobanfa2019_4_yiyuan_kaohe.html", 55), ("p31_shicheng_2018_xianji_kaohe.html", 45)],
)
def test_pages_with_merged_tables(name: str, rows: int) -> None:
    reading = read(name, shared("documents", name).read_bytes())
    kinds = [block.kind for block in reading.blocks]
    assert (kinds.count("header"), kinds.count("row")) == (0, rows)


def test_what_word_shows_is_read() -> None:
    def text(name: str) -> str:
        return read(name, shared("office", name).read_bytes()).text

    assert "1.自动编号第一项\n2.自动编号第二项" in text("gw_06-auto-numbering.docx")
    assert "插入的修订文字" in text("gw_08-comments-revisions.docx")
    assert "删除的修订文字" not in text("gw_08-comments-revisions.docx")
    assert text("gw_05-textbox-shape.docx").count("文本框内文字") == 1
