from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import luoshi
from luoshi.core.scoring import dump_scheme, parse_scheme, scheme_digest, scheme_fields

from .documents import branch, document, leaf
from .test_reading import TEXT

titles = st.text(min_size=1, max_size=12).filter(lambda t: t.strip() and t.isprintable())
numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
odd = st.sampled_from(
    ["08", "1_000", "0x1F", "12:30", "1e5", "yes", "true", "null", "~", "-", "1."]
)
functions = st.one_of(
    st.just("identity"),
    st.builds(
        lambda worst, more, log: {
            "name": "linear",
            "worst": worst,
            "best": worst + more,
            "log": log,
        },
        st.decimals(min_value=1, max_value=9, places=1),
        st.decimals(min_value=1, max_value=9, places=1),
        st.booleans(),
    ),
    st.builds(
        lambda threshold: {"name": "deduction", "threshold": {"source": threshold}, "each": 1},
        st.just("value:norm"),
    ),
    st.builds(
        lambda points: {"name": "steps", "table": [{"at": 5, "points": points}]},
        numbers,
    ),
)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    policies = st.sampled_from(["zero", "skip_and_reweight", {"policy": "block", "threshold": 1}])
    leaves = [
        leaf(
            f"n{i}",
            draw(st.integers(1, 50)),
            title=draw(titles | odd),
            function=draw(functions),
            missing=draw(policies),
            cap=draw(st.none() | numbers),
        )
        for i in range(draw(st.integers(1, 4)))
    ]
    aggregate = draw(st.sampled_from(["weighted_mean", "geometric"]))
    whole = document(branch("b", 100, *leaves, normalise=True, aggregate=aggregate))
    whole["title"] = draw(titles | odd)
    whole["rounding"] = {"places": draw(st.integers(0, 10))}
    whole["groups"][0]["weights"] = {"b.n0": draw(st.integers(1, 50))}
    return whole


@settings(deadline=None)
@given(documents())
def test_what_is_dumped_reads_back_and_dumps_the_same(whole: dict[str, Any]) -> None:
    scheme = parse_scheme(whole)
    text = dump_scheme(scheme)
    assert parse_scheme(text) == scheme
    assert dump_scheme(parse_scheme(text)) == text
    assert parse_scheme(scheme_fields(scheme)) == scheme


def test_canonical_text_of_a_node() -> None:
    text = dump_scheme(parse_scheme(TEXT))
    start = text.index("- key: order")
    assert text[start : text.index("rounding:")] == (
        "- key: order\n"
        "  title: 秩序\n"
        "  weight: 40\n"
        "  source: commitments.completion:annual\n"
        "  cap_each: 1\n"
        "  aggregate: weighted_mean\n"
        "  missing: zero\n"
        "  function:\n"
        "    name: steps\n"
        "    table:\n"
        "    - at: 0\n"
        "      points: 100\n"
        "    - at: 2.5\n"
        "      points: 60\n"
        "    otherwise: 0\n"
        "  direction: lower\n"
    )


def test_digest_sees_the_rules_and_not_the_writing() -> None:
    scheme = parse_scheme(TEXT)
    reordered = TEXT.replace("schema: 1\ntitle: 甲办法\n", "title: '甲办法' # 注\nschema: 1\n")
    assert scheme_digest(parse_scheme(reordered)) == scheme_digest(scheme)
    assert scheme_digest(parse_scheme(dump_scheme(scheme))) == scheme_digest(scheme)
    scaled = TEXT.replace("weight: 60", "weight: 60.00")
    assert scheme_digest(parse_scheme(scaled)) == scheme_digest(scheme)


@pytest.mark.parametrize(
    ("old", "new"),
    [("cap: 110", "cap: 111"), ("places: 1", "places: 2"), ("share: 0.2", "share: 0.3")],
)
def test_digest_changes_with_every_rule(old: str, new: str) -> None:
    changed = parse_scheme(TEXT.replace(old, new))
    assert scheme_digest(changed) != scheme_digest(parse_scheme(TEXT))


def test_yunchuan_is_a_scheme() -> None:
    folder = Path(luoshi.__file__).parent / "presets" / "schemes"
    scheme = parse_scheme((folder / "yunchuan.yaml").read_text(encoding="utf-8"))
    assert [(g.key, g.unit_kinds) for g in scheme.groups] == [
        ("counties", ("county",)),
        ("departments", ("department",)),
        ("parks", ("park",)),
    ]
    assert [(n.key, n.weight, n.source) for n in scheme.root.children] == [
        ("completion", Decimal(40), "commitments.completion"),
        ("timeliness", Decimal(20), "commitments.timeliness"),
        ("verified", Decimal(40), "commitments.verified"),
    ]
    assert [n.cap_each for n in scheme.root.children] == [Decimal(1), None, Decimal(1)]
    assert (scheme.rounding.places, scheme.rounding.mode) == (2, "half_up")
    assert scheme.ranking.method == "competition"
