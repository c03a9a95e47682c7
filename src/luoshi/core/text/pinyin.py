"""Notes of pronunciation that some mirror sites print after a character: 实(shí)."""

import re

from luoshi.core.text.spans import Span

# Latin vowels with the four tone marks of Hanyu Pinyin (GB/T 16159-2012).
TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NOTE = re.compile(rf"(?<=[㐀-鿿豈-﫿])\(([a-zü{TONED}]{{1,7}})\)")
_TONED = re.compile(f"[{TONED}]")
_NEUTRAL = re.compile(r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?[aeiouü]{1,3}(?:ng|n|r)?")
# A neutral-tone syllable looks like any short word, so it counts only in a text of notes.
_NOTES_OF_A_NOTED_TEXT = 3


def pinyin_notes(raw: str) -> tuple[Span, ...]:
    """The bracketed notes, in order. Brackets holding anything but one syllable stay."""
    notes = list(_NOTE.finditer(raw))
    toned = sum(1 for note in notes if _TONED.search(note[1]))
    noted = toned >= _NOTES_OF_A_NOTED_TEXT
    return tuple(
        Span(note.start(), note.end(), "pinyin")
        for note in notes
        if _TONED.search(note[1]) or (noted and _NEUTRAL.fullmatch(note[1]))
    )
