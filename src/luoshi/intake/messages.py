"""What a person is told when a file is refused, by code.

``MESSAGES`` is the source text (Chinese) that the web layer passes to gettext; ``ENGLISH``
serves the command line. Both use the error's ``params`` in braces, and no params hold contents.
"""

from luoshi.core.errors import DomainError

MESSAGES = {
    "empty-file": "文件是空的。请检查后重新上传。",
    "file-too-large": "文件有 {size_mb} MB，超过上限 {limit_mb} MB。请删去图片或拆分后再上传。",
    "type-not-supported": "不支持这种文件（{found}）。可以使用：{allowed}。",
    "type-mismatch": "文件名说是 {claimed}，内容却是 {found}。请用原来的程序另存后再上传。",
    "password-protected": "文件有密码。请去掉密码后再上传。",
    "zip-bomb": "压缩内容异常（解压后过大或部件过多），为安全起见没有打开。"
    "如果文件正常，请删去图片或拆分后再上传。",
    "damaged-file": "文件已损坏，打不开。请用原来的程序打开并另存后再上传。",
    "undecodable-text": "认不出文字编码。请另存为 UTF-8 文本后再上传。",
    "xlsx-without-header": "第 {sheet} 张工作表没有表头。"
    "请在数据上方加一行列名，例如：任务、目标值、单位、完成时限、责任单位。",
    "sheet-too-large": "第 {sheet} 张工作表或表格占用超过 {limit} 个单元格。"
    "请删去多余的空行空列后再上传。",
    "text-too-long": "文字超过 {limit} 字。请拆分后再上传。",
    "no-text": "文件里没有文字。如果是扫描件，请先识别成文字。",
    "dtd-forbidden": "文件里有 DTD 或外部实体声明，为安全起见没有打开。",
}

ENGLISH = {
    "empty-file": "The file is empty. Please check it and upload again.",
    "file-too-large": "The file has {size_mb} MB, more than the limit of {limit_mb} MB. "
    "Remove pictures or split it.",
    "type-not-supported": "This kind of file ({found}) is not supported. Allowed: {allowed}.",
    "type-mismatch": "The name says {claimed}, but the content is {found}. "
    "Save it again with its own program.",
    "password-protected": "The file has a password. Remove the password and upload again.",
    "zip-bomb": "The packed content is abnormal (too large when unpacked, or too many parts); "
    "it was not opened. If the file is sound, remove pictures or split it.",
    "damaged-file": "The file is damaged and cannot be opened. "
    "Open it with its own program and save it again.",
    "undecodable-text": "The text encoding is unknown. Save the file as UTF-8 text.",
    "xlsx-without-header": "Sheet {sheet} has no header row. Add a row of column names above the "
    "data, such as 任务, 目标值, 单位, 完成时限, 责任单位.",
    "sheet-too-large": "Sheet or table {sheet} spans more than {limit} cells. "
    "Delete unused rows and columns.",
    "text-too-long": "The text is longer than {limit} characters. Split the file.",
    "no-text": "There is no text in the file. A scan must be turned into text first.",
    "dtd-forbidden": "The file declares a DTD or external entity; it was not opened.",
}

KINDS = {
    "txt": "纯文本",
    "html": "网页",
    "docx": "Word 文档",
    "doc": "旧版 Word 文档",
    "xlsx": "Excel 工作簿",
    "xls": "旧版 Excel 工作簿",
    "pptx": "PowerPoint 演示文稿",
    "png": "PNG 图片",
    "jpg": "JPEG 图片",
    "pdf": "PDF 文件",
    "zip": "压缩包",
    "ole": "旧版 Office 文件",
    "image": "另一种图片",
    "audio": "录音",
    "video": "视频",
    "unknown": "认不出的内容",
}
"""What kinds of files are called, by the labels that the ``KIND_PARAMS`` of an error hold."""

KIND_PARAMS = frozenset({"claimed", "found"})

ENGLISH_KINDS = {
    "txt": "plain text",
    "html": "a web page",
    "docx": "a Word document",
    "doc": "an old Word document",
    "xlsx": "an Excel workbook",
    "xls": "an old Excel workbook",
    "pptx": "a PowerPoint presentation",
    "png": "a PNG picture",
    "jpg": "a JPEG picture",
    "pdf": "a PDF file",
    "zip": "a packed archive",
    "ole": "an old Office file",
    "image": "another kind of picture",
    "audio": "a sound recording",
    "video": "a video",
    "unknown": "of no known kind",
}

TABLES = {
    "table-column": "数据表缺少列：{column}。",
    "table-sources": "数据表与办法的来源对不上：{sources}。",
    "table-number": "第 {row} 行“{column}”不是数字。",
    "table-unit-twice": "第 {row} 行的单位已经出现过。",
    "table-group": "第 {row} 行的组“{group}”办法里没有。",
    "table-groups": "办法有几个组，请写“组”一列或用 --group 指明：{groups}。",
}
"""Of a table to be scored, which only the command line reads: the web layer has no use for them."""

TABLES_ENGLISH = {
    "table-column": "The table lacks the column: {column}.",
    "table-sources": "Sources of table and scheme do not match: {sources}.",
    "table-number": "Row {row}: {column} is not a number.",
    "table-unit-twice": "Row {row}: the unit stands twice.",
    "table-group": "Row {row}: the scheme has no group {group}.",
    "table-groups": "The scheme has several groups: add a column 组 or use --group: {groups}.",
}


def message(error: DomainError, language: str = "zh-hans") -> str:
    """The sentence for a refusal of intake, in English for ``en…`` and in Chinese otherwise.

    Raises: KeyError for a code that intake does not use.
    """
    in_english = language.startswith("en")
    texts = ENGLISH | TABLES_ENGLISH if in_english else MESSAGES | TABLES
    kinds = ENGLISH_KINDS if in_english else KINDS
    named = {key: kinds.get(str(error.params[key])) for key in KIND_PARAMS & error.params.keys()}
    return texts[error.code].format(**error.params | {k: v for k, v in named.items() if v})
