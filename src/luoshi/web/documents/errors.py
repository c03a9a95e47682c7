"""What refusals about documents say; the first group are the codes of ``luoshi.intake``."""

from django.utils.translation import gettext_lazy as _

INTAKE = {
    "empty-file": _("文件是空的。请检查后重新上传。"),
    "file-too-large": _(
        "文件有 %(size_mb)s MB，超过上限 %(limit_mb)s MB。请删去图片或拆分后再上传。"
    ),
    "type-not-supported": _("不支持这种文件（%(found)s）。可以使用：%(allowed)s。"),
    "type-mismatch": _("文件名说是 %(claimed)s，内容却是 %(found)s。请用原来的程序另存后再上传。"),
    "password-protected": _("文件有密码。请去掉密码后再上传。"),
    "zip-bomb": _(
        "压缩内容异常（解压后过大或部件过多），为安全起见没有打开。"
        "如果文件正常，请删去图片或拆分后再上传。"
    ),
    "damaged-file": _("文件已损坏，打不开。请用原来的程序打开并另存后再上传。"),
    "undecodable-text": _("认不出文字编码。请另存为 UTF-8 文本后再上传。"),
    "xlsx-without-header": _(
        "第 %(sheet)s 张工作表没有表头。"
        "请在数据上方加一行列名，例如：任务、目标值、单位、完成时限、责任单位。"
    ),
    "sheet-too-large": _(
        "第 %(sheet)s 张工作表或表格占用超过 %(limit)s 个单元格。请删去多余的空行空列后再上传。"
    ),
    "text-too-long": _("文字超过 %(limit)s 字。请拆分后再上传。"),
    "no-text": _("文件里没有文字。如果是扫描件，请先识别成文字。"),
    "dtd-forbidden": _("文件里有 DTD 或外部实体声明，为安全起见没有打开。"),
}
KINDS = {
    "txt": _("纯文本"),
    "html": _("网页"),
    "docx": _("Word 文档"),
    "doc": _("旧版 Word 文档"),
    "xlsx": _("Excel 工作簿"),
    "xls": _("旧版 Excel 工作簿"),
    "pptx": _("PowerPoint 演示文稿"),
    "png": _("PNG 图片"),
    "jpg": _("JPEG 图片"),
    "pdf": _("PDF 文件"),
    "zip": _("压缩包"),
    "ole": _("旧版 Office 文件"),
    "image": _("另一种图片"),
    "audio": _("录音"),
    "video": _("视频"),
    "unknown": _("认不出的内容"),
}
WORDS = dict.fromkeys(("type-mismatch", "type-not-supported"), KINDS)
"""What stands for a parameter of a refusal, by the refusal's code."""

ERRORS = {
    **INTAKE,
    "documents-supervisor-only": _("只有本辖区督查室经办可以导入文件、处理候选承诺。"),
    "no-commitment": _(
        "没有找到承诺，没有保存。找的是写明要做什么、做到多少或何时完成的句子"
        "（目标、项目、任务），过去的成绩不算。请核对是不是选错了文件；"
        "要先存下、再逐句手工标出的，请勾选“没有找到承诺也导入”再提交（文件要重新选一次）。"
    ),
    "no-commitment-early": _(
        "前 %(searched)s 字里没有找到承诺，没有保存。找的是写明要做什么、做到多少或何时完成的句子"
        "（目标、项目、任务），过去的成绩不算。请核对是不是选错了文件；"
        "仍要导入并通读全文的，请勾选“没有找到承诺也导入”再提交（文件要重新选一次）。"
    ),
    "document-exists": _("这份文件已经导入过，内容完全相同。"),
    "document-extracted": _("这份文件已经识别完毕。"),
    "document-title-long": _("标题太长，请在 120 字以内。"),
    "document-nothing-given": _("请选择文件，或粘贴文字。"),
    "document-both-given": _("文件和粘贴文字请只给一样。"),
    "commitment-acted-on": _("由它形成的事项已经交办或清单已冻结，不能撤回；需要时请撤销该事项。"),
    "candidate-decided-since": _("拆分或合并后的候选已经处理过，请先撤回那些处理。"),
    "candidate-changed-since": _("这一条之后又改过或处理过，不能撤回这次修改。"),
    "step-undone": _("这次修改已经撤回。"),
    "candidate-text-missing": _("请写明承诺内容。"),
    "reject-reason-unknown": _("没有这种剔除理由。"),
    "reject-note-missing": _("请用一句话写明理由。"),
    "split-part-empty": _("拆分后的每一段都要有文字。"),
    "merge-not-adjacent": _("只能合并同一文件中前后相邻、尚未处理的候选。"),
    "mark-empty": _("所选位置没有可用的文字，请在原文中重新选择。"),
    "mark-too-long": _("所选文字超过 %(limit)s 字，请分开标出。"),
    "mark-not-found": _("原文中找不到这句话。请从原文原样复制一句。"),
    "nothing-to-undo": _("没有可以撤回的处理。"),
}
