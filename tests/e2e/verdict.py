"""The second half of the closed loop: verified, scored, ranked, published, audited."""

import re
from calendar import monthrange
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from luoshi.render.bound import bound_numbers
from tests.e2e.loop import (
    BRIDGES,
    PROMISES,
    SHOWN,
    STATIONS,
    Loop,
    follow,
    main,
    press,
    round_of,
    row_of,
)

WEIGHTS = {"任务完成": "50", "按时交账": "20", "核验结果": "30"}
OWNER, CODE = "市交通局", "YC-JTJ"
ANY_PROMISE = re.compile("|".join(PROMISES))


def sample_is_drawn(loop: Loop) -> None:
    """The supervisor closes the round and draws; nobody gives the seed, and everybody sees it."""
    page = round_of(loop, "supervisor")
    page.get_by_text("截止本轮", exact=True).click()
    press(page, "确定截止")
    page = loop.at("supervisor", "核验")
    page.get_by_role("heading", name="可以抽查的轮次").click()
    row_of(page, loop.title).get_by_role("link", name="抽查").click()
    press(page, "抽取样本")
    drawn = main(page).get_by_role("row").filter(has_text=ANY_PROMISE)
    expect(drawn).to_have_count(4)
    expect(drawn.filter(has_text="市统计局核验员")).to_have_count(1)
    seed = main(page).locator("dd code").first.inner_text()
    assert re.fullmatch("[0-9a-f]{32}", seed)
    page = round_of(loop, "contact")
    expect(main(page)).to_contain_text(f"本轮抽查的种子 {seed}")


def promise_is_verified(loop: Loop) -> None:
    """An outsider went there and counted fewer."""
    page = loop.at("verifier", "核验")
    waiting = main(page).get_by_role("row").filter(has_text="待核验")
    mine = waiting.filter(has_text=ANY_PROMISE).first.get_by_role("link")
    loop.told["verified"] = mine.inner_text().strip()
    mine.click()
    _said, stands = PROMISES[loop.told["verified"]]
    page.get_by_role("radio", name="部分属实").check()
    page.get_by_label("核实值").fill(stands)
    page.get_by_label("核验说明").fill("逐处清点，其余尚未完工。")
    press(page, "记录结论")
    expect(row_of(page, loop.told["verified"])).to_contain_text(f"部分属实 {stands}")


def claims_stand_apart(loop: Loop) -> None:
    """What was said, shown and found are three figures, and the light tells rule and number."""
    promise = loop.told["verified"]
    page = loop.at("supervisor", "清单")
    follow(page, loop.title)
    follow(page, promise)
    said, stands = PROMISES[promise]
    claims = page.get_by_role("region", name="说、做、成")
    shown = "1 份佐证材料" if promise in (STATIONS, BRIDGES) else "还没有佐证"
    expect(claims.locator(".claim-said")).to_contain_text(re.compile(rf"\b{said} "))
    expect(claims.locator(".claim-did")).to_contain_text(shown)
    expect(claims.locator(".claim-achieved")).to_contain_text(re.compile(rf"部分属实.* {stands} "))
    light = page.get_by_role("region", name="亮灯")
    expect(light.locator(".light")).to_contain_text(re.compile(r"\S"))
    expect(light.locator(".light-rule")).to_contain_text(re.compile(r"\d"))


def scheme_is_revised(loop: Loop) -> None:
    """The assessor moves ten points from the finding to completion: a new version, by the form.
    What is typed while the form is drawn anew for another function stays, and what is unfolded."""
    page = loop.at("assessor", "考核办法")
    follow(page, "云川市重点任务落实考核办法")
    follow(page, "用 YAML 修改")
    text = page.get_by_label("规则（YAML）")
    text.fill(text.input_value().replace("weight: 40", "weight: 30", 1))
    expect(page.locator("#preview")).to_contain_text("现在合计 90")
    follow(page, "改用表单")
    for number, (title, weight) in enumerate(WEIGHTS.items()):
        node = page.get_by_role("group", name=f"项目 {number}", exact=True)
        expect(node.get_by_label("项目", exact=True)).to_have_value(title)
        if number == 0:
            for function in ("z_score", "completion"):
                node.get_by_label("计分函数").select_option(function)
            node.get_by_text("更多", exact=True).click()
            for aggregate in ("geometric", "weighted_mean"):
                node.get_by_label("汇总", exact=True).select_option(aggregate)
        node.get_by_label("权重", exact=True).fill(weight)
        expect(node.get_by_label("封顶比例")).to_have_count(int(number != 1))
    title = next(iter(WEIGHTS))
    page.get_by_label("同分先比").select_option(label=title)
    page.get_by_text("本组另设权重", exact=True).first.click()
    expect(page.get_by_label(title, exact=True).first).to_have_value("")
    page.get_by_label("不设异议期的依据").fill("新清单试算，不用于奖惩")
    page.get_by_label("修改说明").fill("完成占五成，核验占三成。")
    press(page, "保存为新版")
    expect(main(page).get_by_role("listitem").filter(has_text="完成占五成")).to_be_visible()
    versions = page.locator("ol.versions [aria-current]").inner_text()
    loop.told["version"] = versions.strip()


def run_is_computed(loop: Loop) -> None:
    """The assessor scores the new list with the new version and finds 市交通局 in the ranking."""
    page = loop.page_of("assessor")
    follow(page, "用它计算得分")
    page.get_by_label("考核轮名称").fill(loop.run_title)
    for title in (loop.title, loop.strive):
        page.get_by_label(title, exact=True).check()
    days = monthrange(loop.today.year, loop.today.month)[1]
    page.get_by_label("期间自").fill(f"{loop.today.year}-01-01")
    page.get_by_label("期间至").fill(f"{loop.today.replace(day=days)}")
    press(page, "开始计算")
    page.wait_for_url(re.compile(r"/runs/\d+/$"), timeout=60_000)
    expect(main(page)).to_contain_text(loop.told["version"])
    place = row_of(page, OWNER)
    rank = place.get_by_role("cell").first.inner_text().split()  # with "并列" behind where tied
    loop.told["rank"] = "".join(reversed(rank))
    loop.told["points"] = place.get_by_role("cell").nth(2).inner_text()
    follow(page, "重新计算核对")
    expect(main(page).get_by_role("status").first).to_contain_text("逐字节相同")
    follow(page, "回到排名")


def number_is_traced(loop: Loop) -> None:
    """From the points of a unit down to report, evidence and finding, without leaving links."""
    page = loop.page_of("assessor")
    row_of(page, OWNER).get_by_role("link", name=loop.told["points"]).click()
    expect(page.locator(".trace-total")).to_contain_text(loop.told["points"])
    found = page.locator("#verified").get_by_role("row").filter(has_text=loop.told["verified"])
    expect(found).to_contain_text("部分属实")
    shown = page.locator("#completion").get_by_role("row").filter(has_text=STATIONS)
    with page.expect_download() as download:
        shown.get_by_role("link", name="竣工验收单.txt").click()
    assert Path(download.value.path()).read_text(encoding="utf-8") == SHOWN
    shown.get_by_role("link", name=loop.period).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(STATIONS)
    expect(page.locator(".claim-said")).to_contain_text("8 座")


def run_is_finalised(loop: Loop) -> None:
    """The principal is asked for it on the home page, and takes it on after one question."""
    page = loop.at("principal", "首页")
    asked = main(page).get_by_role("listitem").filter(has_text=loop.run_title)
    asked.get_by_role("link", name="定稿考核结果").click()
    edges_are_decided(page)
    follow(page, "定稿")
    expect(main(page)).to_contain_text("定稿不能取消")
    press(page, "确认定稿")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已定稿")


def edges_are_decided(page: Page) -> None:
    """Whole points may tie at the edge of the quota, as the sample falls: a person decides."""
    page.wait_for_url(re.compile(r"/runs/\d+/$"))
    waiting = main(page).get_by_role("link", name="由您决定")
    while waiting.count():
        follow(page, "由您决定")
        page.get_by_role("checkbox").first.check()
        page.get_by_label("理由").fill("同分，取核验结果较高的单位。")
        press(page, "确认取舍")
        page.wait_for_url(re.compile(r"/runs/\d+/$"))


def bulletin_is_made(loop: Loop) -> None:
    """One click of the supervisor; the numbers of the Word file are those of the run's page."""
    page = loop.at("supervisor", "得分排名")
    follow(page, loop.run_title)
    expect(row_of(page, OWNER).get_by_role("cell").nth(2)).to_have_text(loop.told["points"])
    press(page, "生成通报")
    expect(page.get_by_role("article", name="通报预览")).to_contain_text(OWNER)
    loop.told["bulletin"] = page.url
    with page.expect_download() as download:
        follow(page, "下载 Word")
    assert download.value.suggested_filename.endswith(".docx")
    numbers = bound_numbers(Path(download.value.path()).read_bytes())
    mine = {ref.rpartition("/")[2]: text for ref, text in numbers if f"unit:{CODE}/" in ref}
    assert (mine["rank"], mine["points"]) == (loop.told["rank"], loop.told["points"])


def bulletin_is_issued(loop: Loop) -> None:
    """The principal lets it out; the contact can read it from then on."""
    page = loop.page_of("principal")
    page.goto(loop.told["bulletin"])
    follow(page, "印发")
    expect(main(page)).to_contain_text("都不能再改")
    press(page, "确认印发")
    expect(main(page).get_by_role("status").first).to_contain_text("通报已印发")
    page = loop.at("contact", "通报")
    address = loop.told["bulletin"].partition("/bulletins/")[2]
    issued = page.locator(f"main a[href='/bulletins/{address}']")
    expect(issued).to_have_count(1)


def record_is_whole(loop: Loop) -> None:
    """The auditor reads who issued it, and the chain of entries holds."""
    page = loop.at("auditor", "审计")
    latest = _acts(page)
    for verb in ("bulletin.issue", "bulletin.make", "run.finalise", "run.compute"):
        assert verb in latest, verb
    follow(page, "查验哈希链")
    expect(main(page).get_by_role("status")).to_contain_text("条记录，链完整")


VERBS = "all => all.map(a => new URL(a.href).searchParams.get('verb'))"


def _acts(page: Page) -> list[str]:
    """The verbs of the newest page of the record, the newest first."""
    links = page.locator("#ledger tbody a[href^='?verb=']")
    found: list[str] = links.evaluate_all(VERBS)
    return found


SECOND_HALF: tuple[Callable[[Loop], None], ...] = (
    sample_is_drawn,
    promise_is_verified,
    claims_stand_apart,
    scheme_is_revised,
    run_is_computed,
    number_is_traced,
    run_is_finalised,
    bulletin_is_made,
    bulletin_is_issued,
    record_is_whole,
)
