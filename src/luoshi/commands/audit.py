"""``luoshi audit``: the record of actions."""

import click

from luoshi.commands.site import require_database, start_site


@click.group(short_help="审计记录 the record of actions")
def audit() -> None:
    """审计记录：查验哈希链。The record of actions: check its hash chain."""


@audit.command(short_help="查验哈希链是否完整 check the hash chain")
def verify() -> None:
    """逐条重算审计记录的哈希链，指出第一条断开的记录。不写入任何内容。

    退出码：0 完整；1 有一条断开（或被删去）。

    Compute the hash chain again, entry by entry, and name the first that is broken. Writes
    nothing. Exit code: 0 whole; 1 an entry is broken or gone.
    """
    start_site()
    require_database()
    from luoshi.web.audit.queries import check_chain
    from luoshi.web.audit.words import REASONS

    check = check_chain()
    if check.broken is None:
        click.echo(f"{check.count} 条记录，链完整 ({check.count} entries, chain whole)")
        return
    broken, entry = check.broken, check.entry
    click.echo(f"第 {broken.seq} 条记录断开 first broken entry: {broken.seq}")
    click.echo(f"  原因 reason: {REASONS[broken.reason]} ({broken.reason})")
    if entry:
        when = entry.at.isoformat(timespec="seconds")
        click.echo(f"  记录 entry: {when} {entry.verb} {entry.object_type}:{entry.object_id}")
    raise click.exceptions.Exit(1)
