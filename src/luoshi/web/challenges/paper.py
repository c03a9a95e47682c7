"""军令状: what a winner puts its name to, as a Word file."""

from collections.abc import Iterator

from django.utils import timezone

from luoshi.render.paper import Block, Column, Heading, Paragraph, Run, Table, written
from luoshi.render.statement import Party, Statement, statement_docx
from luoshi.web.challenges.commitment import reward_words
from luoshi.web.challenges.content import BidContent
from luoshi.web.challenges.models import Pledge
from luoshi.web.challenges.wording import money
from luoshi.web.commitments.wording import percent
from luoshi.web.units.models import Unit


def pledge_docx(pledge: Pledge) -> bytes:
    """The pledge as .docx, with the signatures there are. Equal pledges give equal bytes."""
    return statement_docx(statement_of(pledge))


def statement_of(pledge: Pledge) -> Statement:
    """What the pledge says: the item, the tests, the milestones, the stop-loss, the reward."""
    challenge = pledge.challenge
    begun = challenge.notice_until or timezone.localdate(challenge.created_at)
    dates = (pledge.countersigned_at, pledge.signed_at)
    dated = next((timezone.localdate(at) for at in dates if at), begun)
    return Statement(
        title="揭榜挂帅军令状",
        blocks=tuple(_blocks(pledge)),
        parties=(
            Party(
                "揭榜单位",
                pledge.bid.unit.name,
                pledge.signed_by.name if pledge.signed_by else "",
                timezone.localdate(pledge.signed_at) if pledge.signed_at else None,
            ),
            Party(
                "发榜单位",
                challenge.jurisdiction.name,
                pledge.countersigned_by.name if pledge.countersigned_by else "",
                timezone.localdate(pledge.countersigned_at) if pledge.countersigned_at else None,
            ),
        ),
        dated_on=dated,
    )


def _blocks(pledge: Pledge) -> Iterator[Block]:
    challenge, content = pledge.challenge, BidContent.of_json(pledge.bid.content)
    unit = pledge.bid.unit.name
    yield _said(f"{unit}承接榜单“{challenge.title}”，立军令状如下。")
    yield Heading(1, "攻坚任务")
    yield _said(challenge.problem)
    if content.partners:
        names = Unit.objects.filter(pk__in=content.partners).without_tree_fields()
        yield _said(f"合作单位：{'、'.join(each.name for each in names)}。")
    if challenge.starts_on and challenge.due_on:
        span = f"{written(challenge.starts_on)}至{written(challenge.due_on)}"
        yield _said(f"攻坚期限：{span}。投入：{money(content.price)}。")
    yield Heading(1, "验榜标准")
    yield _said("由外单位核验员逐条判定，全部通过方为验榜通过；只看结果。")
    for number, test in enumerate(challenge.tests, 1):
        yield _said(f"{number}. {test}")
    yield Heading(1, "节点")
    yield _steps(content)
    yield Heading(1, "止损条件")
    yield _said(challenge.stop_loss)
    yield Heading(1, "奖励")
    yield _said(f"验榜通过后兑现：{reward_words(challenge)}。")


def _steps(content: BidContent) -> Table:
    rows = tuple(
        (Run(str(number)), Run(title), Run(written(due)), Run(percent(share)))
        for number, (title, due, share) in enumerate(content.steps, 1)
    )
    columns = (Column("序号"), Column("节点", 5, "left"), Column("时间", 3), Column("进度", 2))
    return Table(columns, rows)


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))
