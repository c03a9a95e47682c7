"""The verifier's guide on one page, in Chinese and English, for people without an account here."""

from luoshi.render.paper import written
from luoshi.web.appraisal.models import Result, Session

COUNT_ZH = """二、重新计票
1. 在任何一台装有本软件的电脑上（不联网、不用数据库）运行：
   luoshi tally sealed.json --seal {seal} --result result.json
2. 屏幕写“封存摘要相符”“与已公布的结果逐项相同”，就是一致；退出码 0。
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
"The seal holds" and "The published result is the same in every item" mean that all agrees (exit
code 0). Without this software: sealed.json holds the rules and every ballot; the count is class
means, weights and one rounding.
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

{zh}
三、查自己的票
投票后手机上显示的回执码，应在 {name} 的 receipts 里。查到说明票在清单里；回执码查不出评了什么。
纸质选票没有回执码，只有张数。

------------------------------------------------------------------------------------------
Verifier's guide: {title}

1. Compare the seal first
The seal must be the one on the signed paper. What the list says of itself does not count: whoever
changes the list can change that too.
Seal: {seal}
Digest of the result (SHA-256 of result.json): {result}

{en}
3. Find your ballot
The receipt that your phone showed is among "receipts" in {name}. It proves that the ballot is in
the list, and tells no mark. Ballots on paper have no receipt; only their number is given.
"""


def guide_of(session: Session, result: Result, name: str) -> str:
    """The guide to an archive that holds the list ``name``."""
    seal = session.sealed.seal
    zh, en = (COUNT_ZH, COUNT_EN) if name == "sealed.json" else (OPEN_ZH, OPEN_EN)
    return PAGE.format(
        title=session.title,
        day=written(session.held_on),
        jurisdiction=session.jurisdiction.name,
        seal=seal,
        result=result.digest,
        zh=zh.format(seal=seal),
        en=en.format(seal=seal),
        name=name,
    )
