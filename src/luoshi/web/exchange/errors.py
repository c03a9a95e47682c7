"""What refusals about sheets say."""

from django.utils.translation import gettext_lazy as _

ERRORS = {
    "excel-not-yours": _("只有督查室经办可以导回清单表；冻结后单位负责人可以用表提出调整。"),
    "excel-without-ids": _(
        "表里没有认得出的编号。请上传从本清单导出的表；没有编号的表请从“从表格建清单”导入。"
    ),
    "excel-several-exports": _("表里混有几次导出的行，请分开导入。"),
    "excel-of-another-list": _("这份表不是从本清单导出的。"),
    "excel-not-signed": _("这份表的导出标记对不上，可能是由别的表拼成的。请重新导出再改。"),
    "excel-heads-missing": _("找不到表头。请保留导出时的表头那一行。"),
    "excel-rows": _("表的行数太多，一次至多 %(limit)s 行。"),
    "excel-no-rows": _("没有可以导入的行。"),
    "excel-row-lacks": _("必填的栏目没有填或看不懂：%(columns)s"),
    "excel-row-twice": _("清单里已有同名事项。"),
    "excel-applied": _("这份表已经导入过。"),
    "excel-not-applied": _("这份表还没有导入，不用撤销。"),
    "excel-undone": _("这次导入已经撤销过。"),
    "excel-nothing-to-undo": _("这次导入没有可以撤销的改动；提出的调整请由批准人处理。"),
    "excel-moved-on": _("您看的时候又有人改了清单。下面是最新的对照，请再看一遍后确认。"),
    "excel-undecided": _("还有 %(count)s 格没有选择用哪个值。"),
    "excel-changes-nothing": _("这份表没有要导入的改动。"),
    "excel-amend-ground": _("请写明调整的事由和理由，并附上依据文件。"),
    "excel-cell-not-yours": _("您不能修改这一栏。"),
    "excel-frozen-cell": _(
        "清单已冻结：只有目标值、开始、时限和牵头单位可以提出调整，其余不采用。"
    ),
    "excel-frozen-row": _("清单已冻结，不能新增事项。"),
    "excel-row-taken-on": _("该事项已签收或已办结，不能直接修改。"),
    "excel-row-settled": _("该事项已自报完成、已核验或有异议，不能再提出调整。"),
    "excel-amend-empty": _("调整后的值不能空着。"),
    "row-unknown": _("编号认不出来，这一行不采用。新增事项请把编号留空。"),
    "row-duplicate": _("第 %(rows)s 行是同一个编号而内容不同，都不采用。新增事项请把编号留空。"),
    "row-shifted": _("编号和序号对不上（应为 %(number)s），可能只排序了部分栏目，这一行不采用。"),
    "row-gone": _("该事项已不在清单里，这一行的改动不采用。"),
    "formula-empty": _("这一格是公式，文件里没有存它的结果。请用 Excel 打开、保存后再导入。"),
    "cell-mistake": _("单元格是公式错误值，不采用。"),
    "cell-places": _("数字太长，小数至多 %(limit)s 位。"),
}
