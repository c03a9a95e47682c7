"""When two names mean the same figure."""

import re
import unicodedata
from collections.abc import Iterable

BRACKETS = re.compile(r"[(\[【〔].*?[)\]】〕]")
JOINTS = re.compile(r"[\W_]+")


def normal_name(text: str, fillers: Iterable[str] = ()) -> str:
    """The name as it is compared: full width folded, no case, brackets, spaces or marks, and
    without the ``fillers`` at its beginning (本单位, 累计…), the longest first, again and again.

    A name of nothing but fillers and marks stays as it is folded. Words inside are kept: 新增企业
    and 企业 are two figures. Empty for empty text.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    bare = JOINTS.sub("", BRACKETS.sub("", folded)) or JOINTS.sub("", folded) or folded
    heads = sorted((filler for filler in fillers if filler), key=lambda each: (-len(each), each))
    rest = bare
    while head := next((each for each in heads if rest.startswith(each)), ""):
        rest = rest[len(head) :]
    return rest or bare
