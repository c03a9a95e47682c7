"""Own weights of groups and ties stay with the nodes that they refer to, offered by title."""

from django.conf import settings

from luoshi.core.scoring import parse_scheme
from luoshi.web.assessment.editing import MAX_ROWS, Draft, sheet_of
from tests.web.assessment.drafts import DEEP, RICH, fields, posted


def test_groups_and_ties_refer_to_nodes_that_come_and_go() -> None:
    base = fields(RICH.replace("tie_break: [work]", "tie_break: [work, effect.rate]"))
    draft = Draft.of_post(posted(Draft.of_fields(base)))
    draft.nodes[0]["key"] = "result"
    for press in ("node-after-0", "group-add", "group-drop-2"):
        draft.apply(press)
    draft = Draft.of_post(posted(draft))
    draft.nodes[3] |= {"title": "新", "weight": "0"}
    draft.nodes[3] |= {"source": "commitments.timeliness"}
    rules = parse_scheme(draft.fields(base))
    assert rules.ranking.tie_break == ("work", "result.rate")
    assert dict(rules.groups[0].weights) == {"result": 70, "work": 30}
    draft.apply("node-drop-0")
    draft.nodes[1]["weight"] = "100"
    draft.nodes[1]["own-0"] = ""
    rules = parse_scheme(draft.fields(base))
    assert (rules.ranking.tie_break, dict(rules.groups[0].weights)) == (("work",), {})


def test_own_weights_stay_with_their_group() -> None:
    draft = Draft.of_fields(fields(RICH))
    draft.nodes[0]["own-1"] = "80"
    draft.apply("group-drop-0")
    assert [row["own-0"] for row in draft.nodes] == ["80", "", "", ""]
    assert [row.get("own-1") for row in draft.nodes] == [None] * 4


def test_nodes_are_offered_by_title_and_only_those_with_a_weight() -> None:
    sheet = sheet_of(Draft.of_fields(fields(RICH)), {})
    first, second = (group.own for group in sheet.groups)
    assert [" › ".join(title for _n, title in each.trail) for each in first.weights] == [
        "成效", "成效 › 增速", "成效 › 完成率", "工作",
    ]  # fmt: skip
    assert [each.one.value for each in first.weights] == ["70", "", "", "30"]
    assert (first.opened, second.opened) == (True, False)
    deep = sheet_of(Draft.of_fields(fields(DEEP)), {})
    assert [each.one.name for each in deep.groups[0].own.weights] == ["group-0-own-0"]
    ties = [one for one in sheet.rules if one.name.startswith("tie-")]
    assert [one.value for one in ties] == ["3", "", ""]
    assert [label for _value, label, _on in ties[0].options][1:] == [
        "成效", "　增速", "　完成率", "工作",
    ]  # fmt: skip


def test_own_weights_fit_into_a_form() -> None:
    draft = Draft.of_fields(fields(RICH))
    for _ in range(MAX_ROWS):
        draft.apply("node-add")
    for _ in range(MAX_ROWS):
        draft.apply("group-add")
    own = sheet_of(draft, {}).groups[0].own
    assert ([each.one.value for each in own.weights], own.short) == (["70", "30"], True)
    assert len(posted(draft)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
