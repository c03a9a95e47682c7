"""What a challenge waits for, in a sentence."""

from collections.abc import Callable, Iterable, Mapping

from django.utils.translation import gettext

from luoshi.web.challenges.parts import Parts
from luoshi.web.challenges.wording import moment


def waits_for(parts: Parts) -> str:
    """Whose turn it is and for what; empty when it has ended."""
    say = SAYINGS.get(parts.challenge.state)
    return say(parts) if say else ""


def names(people: Iterable[object]) -> str:
    """The people, in a list of words."""
    return gettext("、").join(str(person) for person in people)


def _publishing(parts: Parts) -> str:
    untaken = [each.person for each in parts.holders if each.taken_at is None]
    if untaken:
        return gettext("等 %(names)s 领取密钥。") % {"names": names(untaken)}
    return gettext("两份密钥都已领取，等督查室发榜。")


def _bidding(parts: Parts) -> str:
    if not parts.is_opened_by_time:
        when = moment(parts.challenge.opens_at)
        return gettext("各单位揭榜，%(when)s 截止并开标。") % {"when": when}
    missing = [each.person for each in parts.holders if each.handed_in_at is None]
    return gettext("已截止，等 %(names)s 交出密钥开标。") % {"names": names(missing)}


def _evaluating(parts: Parts) -> str:
    silent = [each.person for each in parts.judges if each.marked_at is None]
    if silent:
        return gettext("等评委 %(names)s 申明并打分。") % {"names": names(silent)}
    return gettext("评委都已打分，等市领导评定。")


def _noticing(parts: Parts) -> str:
    unanswered = sum(each.answered_at is None for each in parts.objections)
    if unanswered:
        return gettext("有 %(n)s 条异议等待答复。") % {"n": unanswered}
    if parts.is_notice_over:
        return gettext("公示期已满，等督查室结束公示。")
    return gettext("公示到 %(day)s 结束。") % {"day": parts.challenge.notice_until}


def _signing(parts: Parts) -> str:
    offered = parts.in_state("offered")
    if offered:
        return gettext("等 %(names)s 签军令状。") % {"names": names(p.bid.unit for p in offered)}
    if parts.in_state("signed"):
        return gettext("等市领导会签军令状。")
    if parts.in_state("countersigned"):
        return gettext("军令状已签好，等督查室开始攻榜。")
    if parts.in_state("reserve"):
        return gettext("中榜的都已放弃，等督查室让候补递补。")
    return gettext("中榜的都已放弃，等市领导决定流榜。")


def _underway(parts: Parts) -> str:
    teams = names(pledge.bid.unit for pledge in parts.in_state("countersigned"))
    due = parts.challenge.due_on
    return gettext("%(teams)s 攻榜，%(due)s 到期；完成后由督查室组织验榜。") % {
        "teams": teams,
        "due": due,
    }


def _testing(parts: Parts) -> str:
    silent = [each.person for each in parts.acceptors if each.found_at is None]
    if silent:
        return gettext("等验榜人 %(names)s 逐条判定。") % {"names": names(silent)}
    return gettext("验榜人都已判定，等作出结论。")


def _rewarding(parts: Parts) -> str:
    if parts.last("propose-reward"):
        return gettext("奖励方案已提出，等市领导奖榜。")
    return gettext("等督查室提出奖励方案。")


SAYINGS: Mapping[str, Callable[[Parts], str]] = {
    "collecting": lambda _parts: gettext("等督查室拟定榜单、提请定榜。"),
    "setting": lambda _parts: gettext("等市领导定榜。"),
    "publishing": _publishing,
    "bidding": _bidding,
    "evaluating": _evaluating,
    "noticing": _noticing,
    "signing": _signing,
    "underway": _underway,
    "testing": _testing,
    "rewarding": _rewarding,
    "lapsed": lambda _parts: gettext("流榜。可以改写后重新发榜，也可以转为交办。"),
    "void": lambda _parts: gettext(
        "密钥遗失，已收的方案永远读不出来，任何人都没有办法；可以重新发榜。"
    ),
    "delisted": lambda _parts: gettext("已摘榜。可以重新发榜。"),
}
