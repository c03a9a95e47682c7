"""The form of a scheme stands for the same scheme, and a fault finds its field."""

import pytest
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from luoshi.core.errors import Invalid
from luoshi.core.scoring import REASONS, parse_scheme, scheme_digest
from luoshi.web.assessment import errors, words
from luoshi.web.assessment.editing import MAX_ROWS, Draft, excerpt, field_of, sheet_of, wording
from luoshi.web.assessment.presets import preset_names, preset_text
from tests.web.assessment.build import PLAIN
from tests.web.assessment.drafts import DEEP, RICH, fields, posted

TEXTS = {"plain": PLAIN, "rich": RICH, "deep": DEEP} | {
    name: preset_text(name) for name in preset_names()
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_form_sent_unchanged_is_the_same_scheme(text: str) -> None:
    base = fields(text)
    sent = Draft.of_post(posted(Draft.of_fields(base)))
    again = parse_scheme(sent.fields(base))
    assert scheme_digest(again) == scheme_digest(parse_scheme(text))


ONCE = ("node-add", "group-add", "node-addition", "quota-add", "veto-add", "refresh", "x")
AT = ("node-after", "node-below", "node-drop", "group-drop", "quota-drop", "veto-drop")
PRESSES = [*ONCE, *(f"{verb}-{n}" for verb in AT for n in (0, 1, 3, 99))]


@given(st.lists(st.sampled_from(PRESSES), max_size=12))
def test_rows_stay_a_tree_whatever_is_pressed(presses: list[str]) -> None:
    draft = Draft.of_fields(fields(RICH))
    for press in presses:
        draft.apply(press)
    levels = [int(row["level"]) for row in draft.nodes]
    assert all(b <= a + 1 for a, b in zip([0, *levels], levels, strict=False))
    assert (len(draft.groups), len(draft.vetoes)) == (len(draft.kinds), len(draft.bars))
    assert len(set(draft.paths())) == len(draft.nodes)
    assert Draft.of_post(posted(draft)).paths() == draft.paths()


def test_rows_are_added_and_dropped_where_asked() -> None:
    draft = Draft.of_fields(fields(RICH))
    assert [row["key"] for row in draft.nodes] == ["effect", "growth", "rate", "work"]
    draft.apply("node-after-0")
    assert [row["key"] for row in draft.nodes] == ["effect", "growth", "rate", "", "work"]
    draft.apply("node-below-4")
    assert [(row["key"], row["level"]) for row in draft.nodes][4:] == [("work", "1"), ("", "2")]
    draft.apply("node-drop-0")
    assert [row["key"] for row in draft.nodes] == ["", "work", ""]


def test_no_more_rows_than_a_form_can_send() -> None:
    draft = Draft.of_fields(fields(PLAIN))
    for _ in range(MAX_ROWS + 3):
        draft.apply("node-add")
    assert len(draft.nodes) == MAX_ROWS
    for _ in range(3):
        draft.apply("group-add")
    assert not sheet_of(draft, {}).groups[0].own.short
    assert len(posted(draft)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 2000
    assert sheet_of(draft, {}).full


def change(text: str = RICH, **texts: str) -> tuple[str, str]:
    """The field and the words of the fault after some inputs were changed."""
    base = fields(text)
    data = posted(Draft.of_fields(base))
    data.update(texts)
    draft = Draft.of_post(data)
    with pytest.raises(Invalid) as refused:
        parse_scheme(draft.fields(base))
    return field_of(draft, refused.value), wording(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("title", "", "title"),
        ("edition", "", "edition"),
        ("places", "两", "places"),
        ("tie-0", "nowhere", "tie-0"),
        ("tie_rule", "drawn", "tie_rule"),
        ("group-0-title", "", "group-0-title"),
        ("group-0-key", "Großes", "group-0-key"),
        ("group-0-own-0", "50", "group-0-own"),
        ("group-0-own-0", "七十", "group-0-own-0"),
        ("group-0-own-3", "-30", "group-0-own-3"),
        ("group-0-own-1", "1e400", "group-0-own-1"),
        ("node-0-weight", "65", "nodes"),
        ("node-0-weight", "", "node-0-weight"),
        ("node-1-weight", "40", "node-0-title"),
        ("node-1-weight", "五十", "node-1-weight"),
        ("node-1-title", "", "node-1-title"),
        ("node-1-key", "A b", "node-1-key"),
        ("node-1-p-table", "1: 60; 2.5: 分", "node-1-p-table"),
        ("node-2-source", "gossip", "node-2-source"),
        ("node-2-source_name", "", "node-2-source_name"),
        ("total_cap", "高", "total_cap"),
        ("total_floor", "101", "form"),
        ("quota-0-share", "1.2", "quota-0-share"),
        ("quota-0-title", "", "quota-0-title"),
        ("node-2-p-target", "value:", "node-2-p-target"),
        ("node-2-p-limit", "大", "node-2-p-limit"),
        ("node-3-p-worst", "", "node-3-p-worst"),
        ("node-3-p-worst", "2", "node-3-function"),
        ("node-0-threshold", "3", "node-0-threshold"),
        ("node-3-cap", "高", "node-3-cap"),
    ],
)
def test_fault_stands_beside_its_field(name: str, value: str, where: str) -> None:
    assert change(**{name: value})[0] == where


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("node-0-round_places", "十", "node-0-round_places"),
        ("node-0-round_mode", "up", "node-0-round_mode"),
        ("node-0-weighting", "guess", "node-0-weighting"),
        ("node-1-kind", "gift", "node-1-kind"),
        ("node-1-p-level", "中", "node-1-p-level"),
        ("node-2-carry", "", "node-2-carry"),
        ("node-2-carry", "gossip", "node-2-carry"),
        ("node-2-drop", "1.5", "node-2-drop"),
        ("node-2-drop_from", "六", "node-2-drop_from"),
        ("node-2-p-ties", "drawn", "node-2-p-ties"),
        ("node-4-cap", "", "node-4-cap"),
        ("node-4-kind", "deduction", "node-4-floor"),
        ("veto-0-basis", "", "veto-0-basis"),
        ("veto-0-expires", "年底", "veto-0-expires"),
        ("veto-0-level", "town", "veto-0-level"),
        ("veto-0-source", "gossip:x", "veto-0-source"),
    ],
)
def test_fault_of_a_detail_stands_beside_its_field(name: str, value: str, where: str) -> None:
    assert change(DEEP, **{name: value})[0] == where


def test_sum_of_weights_is_told() -> None:
    told = "同一上级下的权重之和须为 100（或写明 normalise: true），现在合计 105。"
    assert change(**{"node-0-weight": "65"}) == ("nodes", told)


def test_sheet_adds_up_weights_of_each_level() -> None:
    sheet = sheet_of(Draft.of_fields(fields(RICH)), {})
    assert (sheet.below.total, [node.below.total for node in sheet.nodes]) == (
        "100", ["100", "", "", ""],
    )  # fmt: skip


def test_weights_that_nobody_writes_are_not_added_up() -> None:
    deep = sheet_of(Draft.of_fields(fields(DEEP)), {}).nodes[0].below
    assert (deep.total, str(deep.why)) == ("", "下级权重由数据算出：CRITIC 法")
    base = fields(PLAIN)
    draft = Draft.of_fields(base)
    draft.head["total_aggregate"] = "sum"
    assert str(sheet_of(draft, {}).below.why) == "下级不写权重：求和"
    draft.head["total_aggregate"] = "weighted_mean"
    draft.nodes[0]["weight"] = "65"
    below = sheet_of(draft, {}).below
    assert (below.total, below.whole) == ("105", True)


def test_first_addition_puts_the_rest_under_a_base() -> None:
    base = fields(PLAIN.replace("unit_kinds: [county]", "unit_kinds: [county], weights: "
                                "{done: 70, seen: 30}").replace("method: competition",
                                "method: competition, tie_break: [seen]"))  # fmt: skip
    draft = Draft.of_fields(base)
    draft.apply("node-addition")
    draft.apply("node-deduction")
    draft.nodes[-2] |= {"title": "表彰", "source_name": "honour"}
    draft.nodes[-1] |= {"title": "通报批评", "source_name": "blame"}
    rules = parse_scheme(draft.fields(base))
    assert [(path, node.kind) for path, node in rules.root.walk()][1:] == [
        ("base", "score"), ("base.done", "score"), ("base.seen", "score"),
        ("n4", "addition"), ("n5", "deduction"),
    ]  # fmt: skip
    assert (rules.root.aggregate, rules.ranking.tie_break) == ("sum", ("base.seen",))
    assert dict(rules.groups[0].weights) == {"base.done": 70, "base.seen": 30}
    assert (rules.root.children[1].source, rules.root.children[2].floor) == ("manual:honour", -5)


def test_quotas_and_vetoes_are_added_and_dropped() -> None:
    base = fields(PLAIN)
    draft = Draft.of_fields(base)
    draft.apply("quota-add")
    draft.quotas[0] |= {"title": "优秀", "key": "top"}
    draft.apply("veto-add")
    draft.vetoes[0] |= {
        "title": "重大事故", "basis": "某条例第六十条", "expires": "2027-12-31",
        "source": "manual:accident",
    }  # fmt: skip
    rules = parse_scheme(draft.fields(base))
    assert [(q.key, str(q.share)) for q in rules.quotas] == [("top", "0.2")]
    assert [(v.key, v.level, v.bars) for v in rules.vetoes] == [("v1", "law", ("top",))]
    draft.apply("quota-drop-0")
    assert parse_scheme(draft.fields(base)).vetoes[0].bars == ()
    draft.apply("veto-drop-0")
    assert parse_scheme(draft.fields(base)) == parse_scheme(PLAIN)


def test_hostile_counts_and_levels_are_bounded() -> None:
    data = QueryDict("nodes=99999999&groups=-1&node-0-level=9&node-1-level=x&do=node-drop-77")
    draft = Draft.of_post(data)
    draft.apply(data["do"])
    assert (len(draft.nodes), len(draft.groups)) == (MAX_ROWS, 0)
    assert draft.paths()[:3] == ["nodes[0]", "nodes[1]", "nodes[2]"]


def test_yaml_fault_shows_its_lines() -> None:
    text = PLAIN.replace("weight: 60", "weight: sixty")
    with pytest.raises(Invalid) as refused:
        parse_scheme(text)
    shown = excerpt(text, refused.value)
    at = next(line for line in shown.lines if line.fault)
    assert (at.number, at.text, at.fault) == (8, text.splitlines()[7], "请输入数字，例如 1.5。")
    assert [line.number for line in shown.lines] == [6, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("written", "language", "told"),
    [
        (".inf", "zh-hans", "不是有限的数（无穷大，或不是数）。"),
        ("NaN", "en", "The number is not finite: infinite, or not a number."),
        ("1e400", "zh-hans", "数字过大、过小或过长。"),
        ("9" * 31, "en", "The number is too large, too small or too long."),
    ],
)
def test_number_beyond_every_rule_is_told_beside_its_field(
    written: str, language: str, told: str
) -> None:
    rules = fields(PLAIN)
    draft = Draft.of_fields(rules)
    draft.nodes[0]["weight"] = written
    with pytest.raises(Invalid) as refused:
        parse_scheme(draft.fields(rules))
    with override(language):
        assert (field_of(draft, refused.value), wording(refused.value)) == ("node-0-weight", told)


def test_yaml_fault_without_a_line() -> None:
    with pytest.raises(Invalid) as refused:
        parse_scheme("")
    assert excerpt("", refused.value).lines == ()


def test_words_cover_what_the_rules_know() -> None:
    from luoshi.core.ranking import METHODS, MODES
    from luoshi.core.scoring import (
        AGGREGATES,
        FUNCTIONS,
        KINDS,
        LEVELS,
        POLICIES,
        SOURCES,
        WEIGHTINGS,
    )
    from luoshi.web.assessment.editing.values import declared, options_of

    assert {key: str(text) for key, text in errors.REASONS.items()} == dict(REASONS)
    assert {k: str(v) for k, v in words.FUNCTIONS.items()} == {
        key: kind.title for key, kind in FUNCTIONS.items()
    }
    assert {k: str(v) for k, v in words.AGGREGATES.items()} == {
        key: aggregate.title for key, aggregate in AGGREGATES.items()
    }
    assert set(words.POLICIES) == set(POLICIES)
    assert (set(words.KINDS), set(words.LEVELS)) == (set(KINDS), set(LEVELS))
    assert set(words.WEIGHTINGS) == {"stated", *WEIGHTINGS}
    assert (set(words.METHODS), set(words.MODES)) == (set(METHODS), set(MODES))
    assert set(words.SOURCES) == set(words.MEANINGS) == set(SOURCES)
    for name in FUNCTIONS:
        for key, entry in declared(name).items():
            assert key in words.PARAMETERS
            assert set(options_of(entry)) <= set(words.CHOICES)


def test_no_field_hides_a_property_of_the_browsers_form() -> None:
    names = set(posted(Draft.of_fields(fields(RICH))))
    assert names & {"action", "method", "target", "submit", "reset", "elements", "length"} == set()


def test_what_is_missing_is_not_named_beside_its_own_field() -> None:
    with pytest.raises(Invalid) as refused:
        parse_scheme(PLAIN.replace("title: 试行办法\n", ""))
    assert wording(refused.value) == "缺少必填项：title。"
    assert wording(refused.value, beside=True) == "缺少必填项。"
