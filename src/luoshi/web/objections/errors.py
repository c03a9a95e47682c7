"""What refusals about objections say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "objection-own-unit-only": _("只有被考核单位的联络员或负责人可以对本单位的数提出异议。"),
    "objection-office-assigns": _("由本辖区考核办或市领导受理并指定答复人。"),
    "objection-filed-it": _("异议由此人提出，不能由其答复。"),
    "objection-wrote-rules": _("此人制定了考核办法，应当回避。"),
    "objection-made-run": _("此人计算或审定了这一轮得分，应当回避。"),
    "objection-behind-facts": _("此人填报、签发、采信、核验或认定过这个数的依据，应当回避。"),
    "objection-takes-side": _("此人在该单位或同组被考核单位任职，应当回避。"),
    "objection-no-office": _("答复人应是本辖区的考核办、督查室、市领导或核验员。"),
    "objection-not-named": _("只有被指定的答复人可以答复。"),
    "objection-grounds-missing": _("请写明理由。"),
    "objection-reasons-missing": _("请写明答复的理由。"),
    "objection-outcome-unknown": _("请选择成立、部分成立或不成立。"),
    "objection-open": _("对这个数已有一件异议在办，请等答复，或先撤回。"),
    "objection-elsewhere": _("这一轮没有本单位的这个数。"),
    "window-clock-unknown": _("请从列表中选择期限。"),
    "window-there": _("这一轮已经开放过异议期。"),
    "window-none": _("这一轮还没有开放异议期。"),
    "window-missing": _(
        "还没有开放异议期，不能定稿。请考核办先开放异议期；办法写明不设异议期及其依据的除外。"
    ),
    "window-over": _("异议期已于 %(day)s 截止。"),
    "window-running": _("异议期到 %(day)s 才结束，结束后再办。"),
    "objections-undecided": _("还有 %(n)s 件异议没有答复，答复后再办。"),
    "objection-upheld": _("有异议成立，应先按更正后的数重新计算。"),
    "objection-none-upheld": _("没有成立的异议，不用重新计算。"),
    "run-superseded": _("这一轮已由异议后的新结果取代。"),
    "rerun-ordered": _("这一轮正在重新计算，进度在“任务进度”里。"),
    "rerun-note-missing": _("请写明更正了什么。"),
    "rerun-version-elsewhere": _("应是同一考核办法的版本。"),
}
