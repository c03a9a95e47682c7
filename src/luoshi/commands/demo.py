"""``luoshi demo``: the demo city, once or many times over."""

import os
import re
import time

import click

from luoshi.commands.site import migrate_when_needed, note_sizes, start_site

MOST = 1_000_000


class Scale(click.ParamType[int]):
    """A number of commitments: ``2500`` or ``100k``."""

    name = "N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number. Raises click.BadParameter."""
        found = re.fullmatch(r"(\d{1,7})(k?)", str(value).strip().lower())
        number = int(found[1]) * (1000 if found and found[2] else 1) if found else 0
        if not 0 < number <= MOST:
            self.fail(
                f"应是 1 至 {MOST} 的整数，例如 100k，不是 {value}。"
                f"A whole number from 1 to {MOST}, for example 100k, not {value}.",
                param,
                ctx,
            )
        return number


@click.command(short_help="装入演示城市 load the demo city")
@click.option(
    "--scale",
    type=Scale(),
    help="复制到这么多事项，用于测速 copy until there are so many commitments, for measuring",
)
def demo(scale: int | None) -> None:
    """在空的数据库里装入演示城市；--scale 100k 再复制到十万条事项、约百万份交账。

    Load the demo city into an empty database; --scale 100k copies it until there are 100,000
    commitments with about a million reports. Exit code: 1 where the database holds another city.
    """
    os.environ["LUOSHI_DEMO"] = "true"
    start_site()
    migrate_when_needed()
    from luoshi.commands.serve import load_demo

    load_demo()
    if scale:
        _multiply(scale)


def _multiply(wanted: int) -> None:
    from django.utils import timezone

    from luoshi.demo.scale import multiply
    from luoshi.web.accounts.models import User
    from luoshi.web.accounts.queries import actor_at
    from luoshi.web.delivery.actions import progress_refresh

    at = timezone.now()
    admin = User.objects.filter(username="admin", appointments__unit__code="YC").first()
    if admin is None:
        raise click.ClickException(
            "这个数据库里不是演示城市。\nThis database does not hold the demo city."
        )
    begun = time.monotonic()
    made = multiply(wanted, by=actor_at(admin, timezone.localdate(at)), at=at)
    click.echo(
        f"事项 commitments {made.commitments}，交账 reports {made.reports}，"
        f"单位 units {made.units}：{time.monotonic() - begun:.1f} s"
    )
    note_sizes()
    begun, spent = time.monotonic(), time.process_time()
    refreshed = progress_refresh(on=timezone.localdate(at))
    click.echo(
        f"亮灯 lights {refreshed}：{time.monotonic() - begun:.1f} s，"
        f"CPU {time.process_time() - spent:.1f} s"
    )
