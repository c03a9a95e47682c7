"""What ``luoshi tally`` tells, in Chinese and English."""

WORDS = {
    "seal-holds": ("封存摘要相符：{seal}", "The seal holds: {seal}"),
    "open-part": (
        "这是公开清单，不含选票：规则、{receipts} 个回执码、{paper} 张纸质选票与封存时一致。",
        "This is the open part, without ballots: rules, {receipts} receipts and {paper} ballots on "
        "paper are those that were sealed.",
    ),
    "seal-differs": (
        "封存摘要不符：清单所载 {said}，按内容算得 {found}。清单在封存之后被改动过，或不是同一份。",
        "The seal does not hold: {said} is stated, {found} computed. The list was changed after it "
        "was sealed, or is another one.",
    ),
    "result-same": ("与已公布的结果逐项相同。", "The published result is the same in every item."),
    "result-differs": (
        "与已公布的结果不同 {path}：公布 {said}，算得 {found}",
        "The published result differs at {path}: {said} published, {found} computed",
    ),
    "unreadable": ("不能读取", "cannot be read"),
    "class": (
        "{name}：应到 {size}，收回 {cast}，有效 {valid}，无效 {void}",
        "{name}: voters {size}, cast {cast}, valid {valid}, void {void}",
    ),
    "class-untold": ("{name}：应到 {size}，张数不单列", "{name}: voters {size}, not told apart"),
    "together": ("不单列的票种合计", "classes not told apart, together"),
    "together-untold": (
        "{name}：应到 {size}，收回 {cast}",
        "{name}: voters {size}, cast {cast}",
    ),
    "untold": ("（不单列）", "(not told)"),
    "void": ("无效票 {number}：{reason}", "Void ballots {number}: {reason}"),
    "everybody": ("全部", "all classes"),
    "group": ("〔{name}〕", "[{name}]"),
    "tie": ("（{number} 家并列）", " (tie of {number})"),
    "unranked": ("不排名：{reason}", "not ranked: {reason}"),
    "withheld": ("不单列：{classes}", "not shown apart: {classes}"),
}
FAILURES = {
    "quorum": (
        "没有结果。{where}收回 {found} 张，不足 {limit} 张",
        "No result. {where}: {found} ballots cast, {limit} needed",
    ),
    "too-many-void": (
        "没有结果。{where}无效票 {found} 张，超过 {limit} 张，应重新投票",
        "No result. {where}: {found} void ballots, more than {limit}; vote again",
    ),
    "more-than-voters": (
        "没有结果。{where}收回 {found} 张，多于应到的 {limit} 人",
        "No result. {where}: {found} ballots cast, more than {limit} voters",
    ),
}
UNRANKED = {
    "no-marks": ("有一项无人评分", "nobody marked it on some criterion"),
    "too-few-marks": ("评分太少", "too few marks"),
}
VOID = {
    "class-unknown": ("没有这个票种", "no such class"),
    "contender-unknown": ("有名单之外的对象", "a contender not on the list"),
    "criterion-unknown": ("有规则之外的项目", "a criterion not in the rules"),
    "mark-missing": ("缺少评分", "a mark is missing"),
    "mark-not-due": ("给应回避的对象打了分", "marks a contender its class stands aside for"),
    "mark-not-number": ("评分不是数", "a mark is not a number"),
    "mark-outside": ("评分超出范围", "a mark is out of range"),
    "mark-off-step": ("评分不合档次", "a mark is between two steps"),
    "too-many-blanks": ("空白过多", "too many blanks"),
    "all-same": ("给所有对象打了同样的分", "the same marks for everybody"),
    "too-many-top": ("高分过多", "too many top marks"),
}
FAULTS = {
    "duplicate-key": ("同一名称出现两次", "a name stands twice"),
    "field-missing": ("缺少必填项", "a required field is missing"),
    "field-unknown": ("没有这一项（选票不带其他信息）", "no such field"),
    "fraction": ('小数须写成文字，例如 "0.5"', 'a fraction must be text, such as "0.5"'),
    "key-twice": ("代号重复", "a key stands twice"),
    "key-unknown": ("没有这个代号", "no such key"),
    "not-in-order": ("没有按内容排序", "not sorted by content"),
    "not-json": ("不是完整的 JSON（UTF-8）", "not complete JSON (UTF-8)"),
    "number-not-finite": ("不是有限的数", "a number is not finite"),
    "number-out-of-range": ("数超出范围", "a number is out of range"),
    "receipt-twice": ("回执码重复", "a receipt stands twice"),
    "receipts-number": (
        "回执数加纸质票数不等于票数",
        "receipts and paper ballots are not as many as ballots",
    ),
    "text-unusable": ("文字为空、过长或含不可见字符", "text is empty, too long or not printable"),
    "too-deep": ("层级过深", "nested too deep"),
    "too-large": ("文件过大", "the file is too large"),
    "trim-leaves-none": ("去掉最高最低后没有剩余", "trimming leaves no mark"),
    "word-unknown": ("只能是列出的词之一", "not one of the words allowed"),
    "wrong-type": ("类型不对", "of the wrong type"),
}


def told(words: tuple[str, str], language: str, **values: object) -> str:
    """The sentence in the language, with its values."""
    return words[language == "en"].format(**values)
