"""The record in words: what was done, to what kind of thing, and what changed."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from luoshi.web.audit.models import Entry
from luoshi.web.audit.naming import LONGEST, ROLES, Names, label_of, said
from luoshi.web.audit.queries import changes

VERBS: dict[str, Promise | str] = {
    "alias.add": pgettext_lazy("act", "增加别名"),
    "alias.remove": pgettext_lazy("act", "去掉别名"),
    "appointment.end": pgettext_lazy("act", "结束任职"),
    "appointment.pass": pgettext_lazy("act", "任职转移"),
    "bulletin.issue": pgettext_lazy("act", "印发通报"),
    "bulletin.make": pgettext_lazy("act", "起草通报"),
    "bulletin.preview": pgettext_lazy("act", "生成通报预览"),
    "bulletin.remake": pgettext_lazy("act", "重新生成通报"),
    "bulletin.reword": pgettext_lazy("act", "修改通报文字"),
    "bulletin.turn-over": pgettext_lazy("act", "调整通报版记"),
    "calendar.enter": pgettext_lazy("act", "录入年份"),
    "calendar.remove": pgettext_lazy("act", "去掉特殊日"),
    "calendar.seed": pgettext_lazy("act", "导入年份"),
    "demo.multiply": pgettext_lazy("act", "复制演示数据"),
    "calendar.set": pgettext_lazy("act", "录入特殊日"),
    "candidate.add": pgettext_lazy("act", "补录候选承诺"),
    "candidate.confirm": pgettext_lazy("act", "确认候选承诺"),
    "candidate.edit": pgettext_lazy("act", "修改候选承诺"),
    "candidate.merge": pgettext_lazy("act", "合并候选承诺"),
    "candidate.reject": pgettext_lazy("act", "驳回候选承诺"),
    "candidate.reopen": pgettext_lazy("act", "恢复候选承诺"),
    "candidate.restore": pgettext_lazy("act", "撤回候选修改"),
    "candidate.split": pgettext_lazy("act", "拆分候选承诺"),
    "candidate.unmark": pgettext_lazy("act", "撤回补录的候选"),
    "document.extract": pgettext_lazy("act", "识别承诺"),
    "document.import": pgettext_lazy("act", "导入文件"),
    "draw.make": pgettext_lazy("act", "抽取样本"),
    "evidence.add": pgettext_lazy("act", "上传佐证"),
    "evidence.attach": pgettext_lazy("act", "引用佐证"),
    "evidence.detach": pgettext_lazy("act", "取消引用佐证"),
    "job.start": pgettext_lazy("act", "发起任务"),
    "jurisdiction.found": pgettext_lazy("act", "建立辖区"),
    "jurisdiction.open": pgettext_lazy("act", "设为自行管理清单的辖区"),
    "list.create": pgettext_lazy("act", "新建清单"),
    "list.freeze": pgettext_lazy("act", "冻结清单"),
    "list_type.create": pgettext_lazy("act", "新建清单类型"),
    "list_type.restore": pgettext_lazy("act", "恢复清单类型"),
    "list_type.retire": pgettext_lazy("act", "停用清单类型"),
    "list_type.revise": pgettext_lazy("act", "修改清单类型"),
    "report.accept": pgettext_lazy("act", "审定交账"),
    "report.correct": pgettext_lazy("act", "更正交账"),
    "report.drop_correction": pgettext_lazy("act", "放弃更正"),
    "report.recall": pgettext_lazy("act", "撤回交账"),
    "report.return": pgettext_lazy("act", "退回交账"),
    "report.save": pgettext_lazy("act", "填写交账"),
    "report.sign": pgettext_lazy("act", "签发交账"),
    "report.submit": pgettext_lazy("act", "提交交账"),
    "round.close": pgettext_lazy("act", "结束轮次"),
    "round.open": pgettext_lazy("act", "开启轮次"),
    "run.compute": pgettext_lazy("act", "计算得分"),
    "run.study": pgettext_lazy("act", "检验排名有多稳"),
    "run.edge": pgettext_lazy("act", "决定名额线上的取舍"),
    "run.finalise": pgettext_lazy("act", "确定得分"),
    "scheme.create": pgettext_lazy("act", "新建考核办法"),
    "scheme.trial": pgettext_lazy("act", "试算办法"),
    "scheme.version": pgettext_lazy("act", "新增办法版本"),
    "unit.create": pgettext_lazy("act", "新建单位"),
    "user.appoint": pgettext_lazy("act", "任命人员"),
    "user.change-password": pgettext_lazy("act", "更改密码"),
    "user.create": pgettext_lazy("act", "新建人员"),
    "user.language": pgettext_lazy("act", "选择语言"),
    "user.reset-password": pgettext_lazy("act", "重置密码"),
    "user.set-active": pgettext_lazy("act", "停用或恢复账号"),
    "verification.record": pgettext_lazy("act", "记录核验"),
}
"""Verb → words. An app may say its own in ``wording.VERBS``, which go before these."""

REASONS: dict[str, Promise | str] = {
    "missing": _("有记录被删去或插入"),
    "reordered": _("与前一条记录对不上"),
    "changed": _("内容被改动"),
    "cut-off": _("末尾的记录被删去或改动"),
}
NOBODY = Names()


@cache
def verbs() -> dict[str, Promise | str]:
    """Every verb with its words."""
    found = dict(VERBS)
    for app in apps.get_app_configs():
        name = f"{app.name}.wording"
        if app.name.startswith("luoshi.") and find_spec(name):
            found.update(getattr(import_module(name), "VERBS", {}))
    return found


def verb_words(verb: str) -> str:
    """What was done; the bare code where no word is known."""
    words = str(verbs().get(verb, ""))
    return words[:1].upper() + words[1:] or verb


def role_words(role: str) -> str:
    """The role in which it was done."""
    return str(ROLES.get(role, role))


def thing_words(entry: Entry, names: Names = NOBODY) -> str:
    """The unit or person by name; else the kind of thing and its number."""
    if entry.object_id.isdecimal() and (
        name := names.of(entry.object_type).get(int(entry.object_id))
    ):
        return name
    try:
        name = apps.get_model(entry.object_type)._meta.verbose_name
    except LookupError:
        name = entry.object_type
    return f"{name} {entry.object_id}"


def told(entry: Entry, names: Names = NOBODY) -> str:
    """Each changed value on one line, old and new, in words, cut where it is long."""
    colon, lines = pgettext("colon", "："), []
    for name, before, after in changes(entry):
        new = cut(said(entry, name, after, names))
        old = f"{cut(said(entry, name, before, names))} → " if before is not None else ""
        lines.append(f"{label_of(entry, name)}{colon}{old}{new}")
    return "\n".join(lines)


def cut(text: str) -> str:
    """The text, or its beginning."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def things() -> dict[str, str]:
    """Every kind of thing that can stand in the record, with its words."""
    kinds = (model for model in apps.get_models() if isinstance(model._meta.verbose_name, Promise))
    return {model._meta.label_lower: str(model._meta.verbose_name) for model in kinds}
