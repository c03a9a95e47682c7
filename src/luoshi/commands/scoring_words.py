"""What ``luoshi score`` tells, in Chinese and English."""

from collections.abc import Mapping

from luoshi.core.scoring import REASONS

WORDS = {
    "encoding": ("不是 UTF-8 文本", "not UTF-8 text"),
    "unused": ("未用的列：{columns}", "Unused columns: {columns}"),
    "group-unknown": ("办法里没有这个组：{group}", "The scheme has no such group: {group}"),
    "fact-invalid": ("{unit} {source} {fact}", "{unit} {source} {fact}"),
    "score-undefined": ("{unit} {node}", "{unit} {node}"),
    "because": ("{where}：{why}", "{where}: {why}"),
    "run-unknown": ("没有编号为 {run} 的考核轮", "No score run {run}"),
    "same": ("相同", "same"),
    "differs": ("不同", "differs"),
    "found": ("  现为：{found}", "  found: {found}"),
}
PARTS = {
    "rules": ("考核办法", "scheme"),
    "inputs": ("冻结的输入", "frozen inputs"),
    "result": ("保存的结果", "stored result"),
    "computed": ("重新计算的结果", "result computed again"),
    "scores": ("排名表", "table of ranks"),
    "quotas": ("名额表", "table of quotas"),
    "traces": ("依据表", "table of traces"),
}
"""What a run keeps, by the names of ``recompute.Part``."""

PARAMS = {
    "allowed": ("可用的词", "allowed"),
    "expected": ("应为", "expected"),
    "field": ("名称", "name"),
    "found": ("现为", "found"),
    "function": ("写的是", "written"),
    "key": ("名称", "name"),
    "known": ("认识的版本", "known"),
    "limit": ("上限", "limit"),
    "node": ("写的是", "written"),
    "quota": ("写的是", "written"),
    "source": ("写的是", "written"),
}
"""What stands beside a reason, by the parameters of ``scheme-invalid``."""

TYPES = {
    "list": ("列表", "a list"),
    "mapping": ("“名称: 值”，每项一行", "“name: value”, one a line"),
    "number": ("数字，例如 1.5", "a number, such as 1.5"),
    "text": ("一段文字", "a text"),
    "true or false": ("true 或 false", "true or false"),
}
"""What is asked for where a value is of the wrong type."""

ENGLISH: Mapping[str, str] = {
    "addition-without-cap": "An addition needs a cap above 0",
    "anchor": "Anchors and aliases (& and *) may not be used",
    "base-zero": "The number to compare with is 0 and cannot divide",
    "best-not-positive": "The best number is not above zero, so there is no ratio",
    "cap-below-floor": "The cap is below the floor",
    "carry-source": "Only carry takes a source (of the period before), and only at a node with a "
    "source",
    "count-negative": "A number of cases cannot be negative",
    "day-unusable": "A day is written as 2027-12-31",
    "deduction-negative": "The deduction for each unit must not be negative",
    "deduction-without-floor": "A deduction needs a floor below 0",
    "direction-unused": "This function has no direction: lower may not be written",
    "duplicate": "The same number stands twice and must not count twice",
    "duplicate-key": "This name stands twice",
    "exponent-unusable": "The exponent must be above 0 and at most 10",
    "field-missing": "A required item is missing",
    "field-unknown": "There is no such item",
    "function-unknown": "There is no such function",
    "goalposts-against-direction": "The end points go against the direction",
    "goalposts-equal": "The end points are equal: division by zero",
    "harmonic-of-negative": "There is no harmonic mean of negative numbers",
    "interval-not-ordered": "The four numbers of the range must rise",
    "key-unusable": "A code begins with a small letter and has only small letters, digits, _ and "
    "-, 60 at most",
    "limit-not-positive": "The cap of the completion rate must be above zero",
    "log-of-nothing": "Zero and negative numbers have no logarithm",
    "no-spread": "All numbers of the group are equal, or it has one unit only: there is no spread "
    "to compare by",
    "nodes-empty": "At least one item below is needed",
    "not-yaml": "This is not one whole YAML document",
    "number-not-finite": "The number is not finite: infinite, or not a number",
    "number-out-of-range": "The number is too large, too small or too long",
    "path-unknown": "There is no such item",
    "places-unusable": "Decimal places must be a whole number from 0 to 10",
    "quota-unknown": "There is no such quota",
    "rate-unusable": "A rate must be between 0 and 1",
    "root-of-negative": "A negative number has no geometric mean",
    "schema-unknown": "Unknown version of the format",
    "share-of-nothing": "The sum is 0: there is no share",
    "share-unusable": "The share must be between 0 and 1",
    "source-name": "The name behind the source is missing or not wanted",
    "source-or-children": "An item has either a source or items below it, not both",
    "source-unknown": "There is no such source",
    "spread-not-positive": "The spread must be above 0",
    "table-empty": "The table of steps is empty",
    "table-not-ordered": "The table of steps must go from best to worst without repeats",
    "tag": "YAML tags may not be used",
    "target-not-positive": "The target must be above zero",
    "text-unusable": "The text is empty, too long or has invisible characters",
    "threshold-unusable": "Only block takes a threshold, above 0 and at most 1",
    "too-deep": "Too many levels",
    "too-large": "The file is too large",
    "too-many-nodes": "Too many items",
    "trim-unusable": "Only a trimmed mean takes trim; it drops a whole number and leaves at least "
    "one",
    "unit-not-positive": "The unit of deduction must be above zero",
    "weight": "A weight must be a finite number, zero or more",
    "weight-negative": "A weight must not be negative",
    "weight-unused": "The item above takes the sum or the lowest: no weight is used",
    "weighting-unused": "Only a node that adds up those below by weight takes weighting",
    "weights-of-less": "Weights by entropy and the like need numbers that are not negative and "
    "not all 0",
    "weights-sum": "Weights under one item must add up to 100 (or normalise: true must be written)",
    "word-unknown": "Only one of the words listed",
    "wrong-type": "Wrong type",
}
"""The reasons of ``core.scoring`` as the English pages say them."""


def told(words: tuple[str, str], language: str, **values: object) -> str:
    """The sentence in the language, with its values."""
    return words[language == "en"].format(**values)


def why(reason: str, language: str) -> str:
    """A reason of ``core.scoring`` in words, with its stable code."""
    words = ENGLISH if language == "en" else REASONS
    return f"{words.get(reason, reason)} [{reason}]"


def beside(params: Mapping[str, object], language: str) -> str:
    """What else a refusal of a scheme says, in brackets; empty where it says nothing."""
    english = language == "en"
    pairs = [
        (PARAMS[name][english], TYPES.get(str(value), (str(value),) * 2)[english])
        for name, value in params.items()
        if name in PARAMS
    ]
    if not pairs:
        return ""
    if english:
        return f" ({', '.join(': '.join(pair) for pair in pairs)})"
    return f"（{'，'.join('：'.join(pair) for pair in pairs)}）"
