import copy
from decimal import Decimal
from typing import Any

import pytest

from luoshi.core.errors import Invalid
from luoshi.core.scoring import (
    REASONS,
    FunctionCall,
    Group,
    MissingPolicy,
    Node,
    Quota,
    Ranking,
    Rounding,
    Scheme,
    Source,
    SourceRef,
    Step,
    parse_scheme,
)

from .documents import branch, document, leaf

D = Decimal

TEXT = """\
schema: 1
title: 甲办法
edition: 2026
source: 自拟 第3条
groups:
  - key: counties
    title: 县区
    unit_kinds: [county, district]
    weights: {economy.gdp: 70, economy.jobs: 30}
total: {title: 总得分, missing: {policy: block, threshold: 0.8}}
nodes:
  - key: economy
    title: 经济
    weight: 60
    aggregate: geometric
    children:
      - key: gdp
        title: 产值
        weight: 50
        source: value:gdp
        function: {name: completion, target: {source: "value:gdp_target"}, limit: 1.2}
        cap: 110
      - key: jobs
        title: 就业
        weight: 50
        source: value:jobs
        function: identity
  - key: order
    title: 秩序
    weight: 40
    source: commitments.completion:annual
    cap_each: 1
    missing: zero
    direction: lower
    function:
      name: steps
      table:
        - {at: 0, points: 100}
        - {at: 2.5, points: 60}
rounding: {places: 1, mode: half_even, where: nodes}
ranking: {method: dense, tie_break: [economy.gdp, order]}
quotas:
  - {key: excellent, title: 优秀, share: 0.2}
"""


def refused(text_or_mapping: Any, **options: Any) -> dict[str, object]:
    with pytest.raises(Invalid) as caught:
        parse_scheme(text_or_mapping, **options)
    assert caught.value.code == "scheme-invalid"
    assert caught.value.params["reason"] in REASONS
    return caught.value.params


def where(params: dict[str, object]) -> tuple[object, object, object]:
    return params["path"], params["line"], params["reason"]


def test_whole_scheme() -> None:
    gdp = Node(
        key="gdp",
        title="产值",
        weight=D(50),
        source="value:gdp",
        function=FunctionCall(
            "completion",
            {
                "target": SourceRef("value:gdp_target"),
                "points": D(100),
                "limit": D("1.2"),
                "below": "share",
            },
        ),
        cap=D(110),
    )
    jobs = Node(key="jobs", title="就业", weight=D(50), source="value:jobs")
    order = Node(
        key="order",
        title="秩序",
        weight=D(40),
        source="commitments.completion:annual",
        cap_each=D(1),
        missing=MissingPolicy("zero"),
        direction="lower",
        function=FunctionCall(
            "steps",
            {"table": (Step(D(0), D(100)), Step(D("2.5"), D(60))), "otherwise": D(0)},
        ),
    )
    economy = Node(
        key="economy",
        title="经济",
        weight=D(60),
        aggregate="geometric",
        children=(gdp, jobs),
    )
    assert parse_scheme(TEXT) == Scheme(
        title="甲办法",
        edition="2026",
        source="自拟 第3条",
        groups=(
            Group(
                "counties",
                "县区",
                ("county", "district"),
                {"economy.gdp": D(70), "economy.jobs": D(30)},
            ),
        ),
        root=Node(
            key="total",
            title="总得分",
            missing=MissingPolicy("block", D("0.8")),
            children=(economy, order),
        ),
        rounding=Rounding(1, "half_even", "nodes"),
        ranking=Ranking("dense", ("economy.gdp", "order")),
        quotas=(Quota("excellent", "优秀", D("0.2")),),
    )


def test_sources_a_run_must_gather() -> None:
    assert parse_scheme(TEXT).sources() == (
        "commitments.completion:annual",
        "value:gdp",
        "value:gdp_target",
        "value:jobs",
    )


@pytest.mark.parametrize(
    ("old", "new", "path", "line", "reason"),
    [
        ("weight: 60", "weight: 61", "nodes", 12, "weights-sum"),
        ("weight: 60", "weight: -60", "nodes[0].weight", 14, "weight-negative"),
        ("weight: 60", "weight: 1e2", "nodes[0].weight", 14, "wrong-type"),
        ("weight: 60", "wieght: 60", "nodes[0]", 12, "field-missing"),
        ("cap: 110", "capp: 110", "nodes[0].children[0].capp", 22, "field-unknown"),
        ("cap: 110", "cap: 1\n        floor: 2", "nodes[0].children[0]", 17, "cap-below-floor"),
        ("value:jobs", "gossip:jobs", "nodes[0].children[1].source", 26, "source-unknown"),
        ("value:jobs", "value", "nodes[0].children[1].source", 26, "source-name"),
        (
            "function: identity",
            "function: guess",
            "nodes[0].children[1].function",
            27,
            "function-unknown",
        ),
        ("at: 2.5", "at: 0", "nodes[1].function", 36, "table-not-ordered"),
        ("aggregate: geometric", "aggregate: median", "nodes[0].aggregate", 15, "word-unknown"),
        (
            "aggregate: geometric",
            "aggregate: min",
            "nodes[0].children[0].weight",
            19,
            "weight-unused",
        ),
        ("key: jobs", "key: gdp", "nodes[0].children", 17, "duplicate-key"),
        ("key: order", "key: total", "nodes", 12, "duplicate-key"),
        ("key: order", "key: 秩序", "nodes[1].key", 28, "key-unusable"),
        ("title: 秩序", 'title: " "', "nodes[1].title", 29, "text-unusable"),
        ("title: 秩序", "title: [1]", "nodes[1].title", 29, "wrong-type"),
        ("gdp: 70", "gdp: 71", "groups[0].weights", 9, "weights-sum"),
        ("economy.gdp: 70", "economy.gpd: 70", "groups[0].weights.economy.gpd", 9, "path-unknown"),
        ("threshold: 0.8", "threshold: 0", "total.missing", 10, "threshold-unusable"),
        ("policy: block", "policy: zero", "total.missing", 10, "threshold-unusable"),
        ("places: 1", "places: 1.5", "rounding.places", 40, "places-unusable"),
        ("[economy.gdp,", "[economy.gpd,", "ranking.tie_break[0]", 41, "path-unknown"),
        ("share: 0.2", "share: 1.2", "quotas[0].share", 43, "share-unusable"),
        ("schema: 1", "schema: 2", "schema", 1, "schema-unknown"),
        ("title: 甲办法", "title: *a", "", 2, "anchor"),
        ("title: 甲办法", "title: &a 甲", "", 2, "anchor"),
        ("title: 甲办法", "title: !!str 甲", "", 2, "tag"),
        ("title: 甲办法", "title: 甲\ntitle: 乙", "", 3, "duplicate-key"),
        ("title: 甲办法", "? [a]\n: 1", "", 2, "wrong-type"),
        ("title: 甲办法", "title: '甲", "", 44, "not-yaml"),
        ("weight: 60", f"weight: {'9' * 31}", "nodes[0].weight", 14, "number-out-of-range"),
        ("weight: 60", f"weight: {'9' * 19}", "nodes[0].weight", 14, "number-out-of-range"),
        ("weight: 60", "weight: .inf", "nodes[0].weight", 14, "number-not-finite"),
        ("weight: 60", "weight: -.INF", "nodes[0].weight", 14, "number-not-finite"),
        ("weight: 60", "weight: .nan", "nodes[0].weight", 14, "number-not-finite"),
        ("weight: 60", "weight: Infinity", "nodes[0].weight", 14, "number-not-finite"),
        ("weight: 60", "weight: 1e400", "nodes[0].weight", 14, "number-out-of-range"),
        ("weight: 60", "weight: 1E-41", "nodes[0].weight", 14, "number-out-of-range"),
        ("weight: 60", f"weight: 1e{'9' * 30}", "nodes[0].weight", 14, "number-out-of-range"),
        ("weight: 60", "weight: 6e1", "nodes[0].weight", 14, "wrong-type"),
        ("weight: 60", "weight: info", "nodes[0].weight", 14, "wrong-type"),
        ("places: 1,", "places: 1, where: here,", "rounding", 40, "duplicate-key"),
    ],
)
def test_fault_names_path_line_and_reason(
    old: str, new: str, path: str, line: int, reason: str
) -> None:
    assert TEXT.count(old) >= 1
    params = refused(TEXT.replace(old, new, 1))
    assert where(params) == (path, line, reason)


def test_weights_sum_is_told() -> None:
    params = refused(TEXT.replace("weight: 60", "weight: 60.5"))
    assert (params["found"], params["expected"]) == ("100.5", "100")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- b",
        "a: 1\n---\nb: 2",
        "\x00",
        "a: [",
        "\ud800",
        "%YAML 9.9\n---\na",
    ],
)
def test_what_is_no_scheme(text: str) -> None:
    assert refused(text)["reason"] in {"not-yaml", "wrong-type"}


def test_a_bomb_of_aliases_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    assert where(refused(bomb)) == ("", 1, "anchor")


def test_depth_and_size_are_limited() -> None:
    assert refused("[" * 100_000)["reason"] in {"too-deep", "not-yaml"}
    assert refused("x" * 4_000_001)["reason"] == "too-large"
    assert refused("[" + "1," * 400_001 + "]")["reason"] == "too-large"


def nested(levels: int) -> dict[str, Any]:
    node = leaf("n", 100)
    for _ in range(levels - 1):
        node = branch("n", 100, node)
    return document(node)


def test_twelve_levels_and_no_more() -> None:
    assert len(list(parse_scheme(nested(12)).root.walk())) == 13
    assert refused(nested(13))["reason"] == "too-deep"


def test_five_thousand_nodes_and_no_more() -> None:
    nodes = [leaf(f"n{i}", 1) for i in range(4_999)]
    wide = document(branch("a", 100, *nodes, normalise=True))
    assert len(list(parse_scheme(wide).root.walk())) == 5_001
    nodes.append(leaf("one-more", 1))
    wider = document(branch("a", 100, *nodes, normalise=True))
    assert where(refused(wider)) == ("nodes[0].children[4999]", None, "too-many-nodes")


def test_a_mapping_that_holds_itself_is_refused() -> None:
    node = branch("a", 100)
    node["children"].append(node)
    assert refused(document(node))["reason"] == "too-deep"


@pytest.mark.parametrize("value", [0.5, b"1", {1, 2}, object()])
def test_values_a_mapping_may_not_hold(value: object) -> None:
    params = refused(document(leaf("a", 100, cap=value)))
    assert where(params) == ("nodes[0].cap", None, "wrong-type")


@pytest.mark.parametrize(
    ("nodes", "path", "reason"),
    [
        ([], "nodes", "nodes-empty"),
        ([{**leaf("a", 100), "children": [leaf("b", 100)]}], "nodes[0]", "source-or-children"),
        ([{"key": "a", "title": "a", "weight": 100}], "nodes[0]", "source-or-children"),
        ([branch("a", 100, leaf("b", 100), cap_each=1)], "nodes[0].cap_each", "field-unknown"),
        ([leaf("a", 0)], "nodes", "weights-sum"),
        ([leaf("a", 100, source="value:")], "nodes[0].source", "source-name"),
        (
            [leaf("a", 100, function={"name": "linear", "worst": 1})],
            "nodes[0].function",
            "field-missing",
        ),
        (
            [leaf("a", 100, function={"name": "linear", "worst": 1, "best": 1})],
            "nodes[0].function",
            "goalposts-equal",
        ),
        (
            [leaf("a", 100, function={"name": "identity", "x": 1})],
            "nodes[0].function.x",
            "field-unknown",
        ),
        (
            [leaf("a", 100, function={"name": "linear", "worst": 1, "best": 2, "log": "yes"})],
            "nodes[0].function.log",
            "wrong-type",
        ),
        (
            [leaf("a", 100, function={"name": "steps", "table": 3})],
            "nodes[0].function.table",
            "wrong-type",
        ),
    ],
)
def test_faults_of_a_mapping(nodes: list[dict[str, Any]], path: str, reason: str) -> None:
    assert where(refused(document(*nodes))) == (path, None, reason)


def test_weights_may_be_normalised_but_not_all_zero() -> None:
    total = {"normalise": True}
    assert parse_scheme(document(leaf("a", 1), leaf("b", 2), total=total)).root.normalise
    params = refused(document(leaf("a", 0), leaf("b", 0), total=total))
    assert params["reason"] == "weights-sum"


@pytest.mark.parametrize("field", ["title", "edition", "source", "groups", "nodes", "schema"])
def test_fields_a_scheme_must_have(field: str) -> None:
    whole = document(leaf("a", 100))
    del whole[field]
    params = refused(whole)
    assert (params["reason"], params["field"]) == ("field-missing", field)


def test_a_group_needs_kinds_and_a_key_of_its_own() -> None:
    whole = document(leaf("a", 100))
    twice = copy.deepcopy(whole)
    twice["groups"] *= 2
    assert refused(twice)["reason"] == "duplicate-key"
    whole["groups"][0]["unit_kinds"] = []
    assert where(refused(whole)) == ("groups[0]", None, "field-missing")


def test_sources_come_from_the_caller() -> None:
    own = {"gossip": Source("gossip", "传闻", "听说的数")}
    whole = document(leaf("a", 100, source="gossip"))
    assert parse_scheme(whole, sources=own).sources() == ("gossip",)
    assert refused(whole)["reason"] == "source-unknown"
    named = document(leaf("a", 100, source="gossip:spring"))
    assert refused(named, sources=own)["reason"] == "source-name"


def test_values_are_read_as_written() -> None:
    text = TEXT.replace("title: 秩序", "title: no").replace("edition: 2026", "edition: 2026-01-02")
    scheme = parse_scheme(text)
    assert (scheme.root.children[1].title, scheme.edition) == ("no", "2026-01-02")
