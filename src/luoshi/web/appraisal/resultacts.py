"""What a person may do now about a result: the rule and the state together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luoshi.web.accounts.actor import Actor
from luoshi.web.appraisal.models import Releaser, Result, Session
from luoshi.web.appraisal.rules import can_run_sessions

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """An act that is asked once: its name, what will happen to whom, and what is said after."""

    label: Label
    warning: Label
    done: Label
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "seal": Step(
        pgettext_lazy("button", "封存选票"),
        _(
            "封存后不再收票。选票清单按内容排序，算出封存摘要，印在结果单上；票箱随即销毁，"
            "谁也不能再改、再看哪张票据投了什么。"
        ),
        _("选票已封存，票箱已销毁。"),
    ),
    "compute": Step(
        pgettext_lazy("button", "计票"),
        _("按事先定下的办法计票。结果先只给两位公布人看，两人都同意后公布。"),
        _("已计票，等两位公布人同意公布。"),
    ),
    "release": Step(
        pgettext_lazy("button", "同意公布"),
        _("两位公布人都同意后，结果立即对本辖区各单位公布，不能撤回。"),
        _("您已同意公布。"),
    ),
    "refuse": Step(
        pgettext_lazy("button", "不同意公布"),
        _("结果暂不公布，另一位公布人和督查室在结果页看到您写的原因。您之前的同意随之撤回。"),
        _("已记下，结果暂不公布。"),
        reason=True,
    ),
    "accept": Step(
        pgettext_lazy("button", "验收并销毁票据"),
        _("结果不再变动。本场票据登记全部删除，数据库里的残留一并清除，不能恢复。"),
        _("结果已验收，票据登记已销毁。"),
    ),
    "repeat": Step(
        pgettext_lazy("button", "当场重新投票"),
        _("按同样的办法、名单和次序另建一场，原来的票据作废，请重新制作、发放。原来的记录保留。"),
        _("已建好，请制作票据后开始投票。"),
    ),
}
MAIN = ("seal", "compute", "release", "accept", "repeat")


@dataclass(frozen=True, slots=True)
class Act:
    """A button. ``main`` on at most one."""

    key: str
    label: Label
    url: str
    main: bool = False


def acts_on(
    actor: Actor, session: Session, releasers: list[Releaser], result: Result | None
) -> list[Act]:
    """The acts open to the person now; each action asks again for itself."""
    keys = [*_released(actor, session, releasers), *_run(actor, session, result)]
    first = next((key for key in keys if key in MAIN), None)
    return [
        Act(key, STEPS[key].label, reverse("result-step", args=[session.pk, key]), key == first)
        for key in keys
    ]


def _released(actor: Actor, session: Session, releasers: list[Releaser]) -> Iterator[str]:
    mine = next((each for each in releasers if each.person_id == actor.user_id), None)
    if mine is None or session.state != "computed":
        return
    if not mine.released_at:
        yield "release"
    yield "refuse"


def _run(actor: Actor, session: Session, result: Result | None) -> Iterator[str]:
    if not can_run_sessions(actor, session.jurisdiction_id):
        return
    if session.state == "sealed":
        yield "compute"
    if result is None:
        return
    if result.tally["failures"] and session.state in ("released", "accepted"):
        yield "repeat"
    if session.state == "released":
        yield "accept"
