"""Lists in Excel: an ugly sheet becomes a list, and two people edit its rows offline."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect

from tests.e2e.conftest import SignedIn
from tests.e2e.loop import main, press
from tests.e2e.test_moments import picture

pytestmark = pytest.mark.browser
TITLE = "社区养老服务任务表"
ROWS = (
    ("1", "新建日间照料中心", "市民政局", "６处", "10月底", "养老"),
    ("2", "改造社区食堂", "市民政局、市商务局", "≥12家", "年底前", "助餐"),
    ("3", "培训养老护理员", "市人社局", "300人次", "三季度", "养老"),
    ("4", "适老化改造", "市住建局", "200户", "9月30日", "助餐"),
)


def ugly() -> bytes:
    """A title over the columns, two rows of heads, a sum, a remark."""
    book = Workbook()
    sheet = book.active
    sheet.merge_cells("A1:F1")
    sheet["A1"] = TITLE
    sheet.append(["序号", "重点任务", "责任单位", "年度", "", "类别"])
    sheet.merge_cells("D2:E2")
    sheet.append(["", "", "", "目标", "时限", ""])
    for column in "ABCF":
        sheet.merge_cells(f"{column}2:{column}3")
    for row in ROWS:
        sheet.append(row)
    sheet.append(["", "合计", "", "4", "", ""])
    sheet.append(["注：按季调度。"])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def exported(page: Page) -> bytes:
    """The list as it is downloaded."""
    with page.expect_download() as found:
        main(page).get_by_role("link", name="导出 Excel").click()
    return Path(found.value.path()).read_bytes()


def edited(data: bytes, changes: dict[str, dict[str, object]], folder: Path) -> Path:
    """The workbook with other values, by 事项 and head, as a person saves it."""
    book = load_workbook(BytesIO(data))
    page = book.worksheets[0]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        cells = changes.get(str(page.cell(row, heads["事项"]).value), {})
        for head, value in cells.items():
            page.cell(row, heads[head]).value = value
    path = folder / "改好的表.xlsx"
    book.save(path)
    return path


def bring_back(page: Page, file: Path) -> None:
    """Upload on the list's Excel page, up to the preview."""
    main(page).get_by_role("link", name="Excel 往来").click()
    main(page).get_by_label("改好的表").set_input_files(file)
    press(page, "上传并预览")


def test_an_ugly_sheet_becomes_a_list_and_two_people_edit_it_offline(
    signed_in: SignedIn, tmp_path: Path
) -> None:
    clerk = signed_in("supervisor")
    clerk.goto("/lists/")
    main(clerk).get_by_role("link", name="从表格建清单").click()
    file = {"name": "任务表.xlsx", "mimeType": "", "buffer": ugly()}
    main(clerk).get_by_label("表格").set_input_files([file])  # type: ignore[list-item]
    press(clerk, "读表")
    expect(main(clerk)).to_contain_text("4 行：可导入 4 行")
    expect(clerk.get_by_label("“重点任务”对应")).to_have_value("text")
    expect(clerk.get_by_label("“类别”的类型")).to_have_value("choice")
    picture(clerk, tmp_path, "excel-columns")
    press(clerk, "确认导入 4 行")
    expect(clerk.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(main(clerk)).to_contain_text("≥ 12 家")
    expect(main(clerk)).to_contain_text("类别：助餐")
    address = clerk.url

    deputy = signed_in("deputy")
    deputy.goto(address)
    mine, hers = exported(clerk), exported(deputy)
    bring_back(
        clerk,
        edited(mine, {"适老化改造": {"目标值": 220}, "改造社区食堂": {"类别": "养老"}}, tmp_path),
    )
    expect(main(clerk)).to_contain_text("将修改 2 格")
    press(clerk, "确认导入")
    expect(main(clerk).get_by_role("status").first).to_contain_text("已导入")
    bring_back(
        deputy,
        edited(hers, {"适老化改造": {"目标值": 260, "责任领导": "分管副局长"}}, tmp_path),
    )
    expect(main(deputy)).to_contain_text("还有 1 格要选择用哪个值")
    expect(main(deputy)).to_contain_text("市政府督查室经办")
    picture(deputy, tmp_path, "excel-conflict")
    deputy.keyboard.press("j")
    deputy.keyboard.press("1")
    expect(deputy.get_by_role("radio", name="260")).to_be_checked()
    press(deputy, "确认导入")
    expect(main(deputy).get_by_role("status").first).to_contain_text("已导入")
    picture(deputy, tmp_path, "excel-done")
    deputy.goto(address)
    row = main(deputy).get_by_role("row").filter(has_text="适老化改造")
    expect(row).to_contain_text(re.compile("260 户"))
    expect(main(deputy).get_by_role("row").filter(has_text="改造社区食堂")).to_contain_text("养老")
