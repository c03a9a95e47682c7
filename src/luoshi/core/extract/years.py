"""Which year a document plans for, and whether it is the plan of one year at all."""

import re
from collections import Counter

_Y = r"(20[0-4]\d|19[89]\d)"
_HEAD = 1_500
_TAIL = 400
# (pattern, years to add, votes). A report opens with the year behind it.
_SIGNS = (
    (
        rf"{_Y}年(?:度|全[市省县区])?[^，。；\n]{{0,10}}?(?:工作安排|目标任务|重点任务|主要目标|工作任务)",
        0,
        8,
    ),
    (rf"{_Y}年[^，。；\n]{{0,12}}?(?:总体要求|重点工作|主要工作|工作要点|预期目标|发展目标)", 0, 8),
    (rf"{_Y}年[^，。；\n]{{0,8}}?(?:政府)?工作报告", 0, 8),
    (rf"(?:干好|做好|谋划|抓好|部署)(?:好)?{_Y}年", 0, 4),
    (rf"——{_Y}年\d{{1,2}}月\d{{1,2}}日在", 0, 8),
    (rf"(?:发布时间|日期|时间)：?\s?{_Y}[-年/.]", 0, 5),
    (rf"(?<=\n){_Y}-\d{{2}}-\d{{2}}", 0, 5),
    (rf"{_Y}年[^，。；\n]{{0,6}}?(?:工作)?回顾", 1, 6),
    (rf"在?{_Y}年[^，。；\n]{{0,16}}基础上", 1, 3),
    (rf"(?:总结|回顾|盘点|完成|取得)[^，。；\n和及与、]{{0,6}}?{_Y}年", 1, 3),
    (rf"{_Y}年[^，。；\n]{{0,8}}?(?:思路|打算|计划|要点)", 0, 8),
    (rf"{_Y}年[^，。；\n和及与]{{0,8}}?总结", 1, 6),
    (rf"〔?（?{_Y}[）〕]?\d{{1,3}}号", 0, 2),
    (rf"(?<=\n) {{0,20}}{_Y}年\d{{1,2}}月\d{{1,2}}日 {{0,20}}(?=\n|$)", 0, 3),
    (rf"{_Y}年", 0, 1),
)
_PATTERNS = tuple((re.compile(pattern), shift, votes) for pattern, shift, votes in _SIGNS)
_IN_NAME = re.compile(r"(?<![0-9A-Za-z])(20\d\d)(?![0-9A-Za-z])")
_NAMED = 6
_TITLE_LINE = 45
_STANDING = re.compile(r"意见|规划|方案|办法|规定|条例|通知|纲要|决定|细则|规则|条款|通报")
_ANNUAL = re.compile(
    r"工作报告|各位代表|向大会报告|要点|年度|讲话|\d{4}年(?:度|全|工作|政府|民生|重点)"
)


def document_year(folded: str, given: int | None = None, name: str = "") -> int | None:
    """The year the text plans for: the one given, else the one most signs point to.

    Signs are headings, the file's ``name``, the date of the session or of publication,
    and years looked back on. Between equal years the later one; None when no year is named
    anywhere.
    """
    if given is not None:
        return given
    votes: Counter[int] = Counter({int(year): _NAMED for year in _IN_NAME.findall(name)})
    for pattern, shift, weight in _PATTERNS:
        for found in pattern.finditer(folded):
            early = found.start() < _HEAD or found.end() > len(folded) - _TAIL
            votes[int(found[1]) + shift] += weight * (2 if early and weight > 1 else 1)
    return max(votes, key=lambda year: (votes[year], year)) if votes else None


def is_annual(folded: str) -> bool:
    """False for opinions, plans of years and rules, whose tasks run without a year's end."""
    opening = [line.strip() for line in folded[:400].split("\n") if line.strip()][:4]
    title = "".join(line for line in opening if len(line) <= _TITLE_LINE)
    return not (_STANDING.search(title) and not _ANNUAL.search(title))
