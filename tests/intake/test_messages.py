"""Every code has its sentence in both languages, and no other sentence stands about."""

import re
from pathlib import Path

import pytest

import luoshi.intake
from luoshi.core.errors import Invalid
from luoshi.intake import MESSAGES, kinds, message
from luoshi.intake.messages import ENGLISH, ENGLISH_KINDS, KINDS, TABLES, TABLES_ENGLISH

FIELD = re.compile(r"\{(\w+)\}")
CHINESE, ALL_ENGLISH = MESSAGES | TABLES, ENGLISH | TABLES_ENGLISH
SOURCE = Path(luoshi.intake.__file__).parent


def raised() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    return set(re.findall(r'Invalid\(\s*"([a-z-]+)"', text))


def test_codes_and_sentences_are_the_same_set() -> None:
    assert raised() == set(CHINESE) == set(ALL_ENGLISH)


@pytest.mark.parametrize("code", sorted(CHINESE))
def test_both_languages_tell_the_same_values(code: str) -> None:
    assert set(FIELD.findall(CHINESE[code])) == set(FIELD.findall(ALL_ENGLISH[code]))


def test_a_sentence_for_a_person() -> None:
    error = Invalid("file-too-large", size_mb=50, limit_mb=20)
    assert message(error) == "文件有 50 MB，超过上限 20 MB。请删去图片或拆分后再上传。"
    assert message(error, "en-gb") == (
        "The file has 50 MB, more than the limit of 20 MB. Remove pictures or split it."
    )


def test_kinds_of_files_are_named_in_words() -> None:
    assert set(kinds.NAMES.values()) | {*kinds.FAMILIES, "unknown"} == set(KINDS)
    assert set(KINDS) == set(ENGLISH_KINDS)
    error = Invalid("type-mismatch", claimed="pdf", found=kinds.label("image/png"))
    assert message(error).startswith("文件名说是 PDF 文件，内容却是 PNG 图片。")
    assert "the content is a PNG picture." in message(error, "en")
    assert kinds.label("application/x-dosexec") == "unknown"


def test_a_sentence_in_chinese_names_its_values_in_chinese() -> None:
    error = Invalid("zip-bomb", what="unpacked bytes", limit=262_144_000)
    assert message(error) == (
        "压缩内容异常（解压后过大或部件过多），为安全起见没有打开。"
        "如果文件正常，请删去图片或拆分后再上传。"
    )
