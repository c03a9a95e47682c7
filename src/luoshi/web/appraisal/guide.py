"""The verifier's guide on one page, in Chinese and English, for people without an account here."""

from collections.abc import Iterator, Sequence

from luoshi.render.paper import written
from luoshi.web.appraisal.draw import Lot, lots_of
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.queries import contenders_of

COUNT_ZH = """二、重新计票
1. 在任何一台装有本软件的电脑上（不联网、不用数据库）运行：
   luoshi tally sealed.json --seal {seal} --result result.json
2. 屏幕写“封存摘要相符”“与已公布的结果逐项相同”，就是一致；哪一项不同，屏幕写出是哪一项。
3. 不用本软件也可以：sealed.json 里是规则和全部选票，计票是平均、加权和一次舍入。
"""
OPEN_ZH = """二、核对公开清单
1. 有的票种人数少，看得到票就看得出人，所以这里没有选票；选票由审计员复核。
2. 在任何一台装有本软件的电脑上（不联网、不用数据库）运行：
   luoshi tally open.json --seal {seal}
3. 屏幕写“封存摘要相符”，说明规则、回执码、张数都是封存时的。
   result.json 是公布的结果，审计员用选票重算后逐项比较。
"""
COUNT_EN = """2. Count again
On any computer with this software (no network, no database) run:
   luoshi tally sealed.json --seal {seal} --result result.json
"The seal holds" and "The published result is the same in every item" mean that all agrees;
what differs is named. Without this software: sealed.json holds the rules and every ballot; the
count is class means, weights and one rounding.
"""
OPEN_EN = """2. Check the open part
Some classes are so small that a ballot would tell its voter: the ballots are not in here, and the
auditor counts them again. On any computer with this software (no network, no database) run:
   luoshi tally open.json --seal {seal}
"The seal holds" means that rules, receipts and numbers are those that were sealed. result.json is
the published result, which the auditor compares item by item.
"""
PAGE = """{title}　核对说明
{day}　{jurisdiction}

一、先对摘要
封存摘要应与签过字的纸质结果单一字不差。清单自己写的摘要不算数：改清单的人也能改它。
封存摘要：{seal}
结果摘要（result.json 的 SHA-256）：{result}
办法摘要（rules.json 的 SHA-256）：{rules}
rules.json 是开会以前定下的评议办法，会场贴出的办法底下印着同一个摘要。结果单上三个都有。
自己算摘要：sha256sum rules.json result.json

{zh}
三、查自己的票
投票后手机上显示的回执码，应在 {name} 的 receipts 里。查到说明票在清单里；回执码查不出评了什么。
纸质选票没有回执码，只有张数。作废以后没有再交的票，不在清单里。
{lots_zh}
------------------------------------------------------------------------------------------
Verifier's guide: {title}

1. Compare the seal first
The seal must be the one on the signed paper. What the list says of itself does not count: whoever
changes the list can change that too.
Seal: {seal}
Digest of the result (SHA-256 of result.json): {result}
Digest of the rules (SHA-256 of rules.json): {rules}
rules.json holds the rules as they were frozen before the session; the sheet that was put up in the
hall has the same digest, and the result sheet has all three. To take them yourself:
   sha256sum rules.json result.json

{en}
3. Find your ballot
The receipt that your phone showed is among "receipts" in {name}. It proves that the ballot is in
the list, and tells no mark. Ballots on paper have no receipt; only their number is given. A ballot
whose votes were made void and that was not sent anew is not in the list.
{lots_en}"""


LOTS_ZH = """
四、重算出场次序
种子：{seed}
每一行照抄运行，得到这一签；签小的在前。{how}
{lines}
"""
LOTS_EN = """
4. Draw the order again
Seed: {seed}
Run each line as it stands for its lot; the smaller lot comes first.{how}
{lines}
"""


def guide_of(session: Session, result: Result, name: str) -> str:
    """The guide to an archive that holds the list ``name``."""
    lots = lots_of(session, contenders_of(session)) if session.seed else []
    seal = session.sealed.seal
    zh, en = (COUNT_ZH, COUNT_EN) if name == "sealed.json" else (OPEN_ZH, OPEN_EN)
    return PAGE.format(
        title=session.title,
        day=written(session.held_on),
        jurisdiction=session.jurisdiction.name,
        seal=seal,
        result=result.digest,
        rules=session.digest,
        lots_zh=_lots(LOTS_ZH, "先比组的签，再比组内各家的签。", session, lots),
        lots_en=_lots(LOTS_EN, " Groups first, then within each.", session, lots),
        zh=zh.format(seal=seal),
        en=en.format(seal=seal),
        name=name,
    )


def _lots(page: str, how: str, session: Session, lots: Sequence[Lot]) -> str:
    if not lots:
        return ""
    told = how if session.by_group else ""
    return page.format(seed=session.seed, how=told, lines="\n".join(_commands(lots)))


def _commands(lots: Sequence[Lot]) -> Iterator[str]:
    """A line of the shell for each lot, in the order drawn, with whose it is behind #."""
    for each in lots:
        if each.opens_group:
            yield f"   {each.group_command}  # {each.contender.group}"
        position, unit = each.contender.position, each.contender.unit.short_name
        yield f"   {each.command}  # {position} {unit}"
