"""``luoshi tick``: what the calendar asks for, once, without a server."""

import click

from luoshi.commands.site import require_database, start_site


@click.command(short_help="执行到期的每日任务 run the daily tasks that are due")
def tick() -> None:
    """执行今天到期的任务：更新亮灯、准备例会并开轮、发出提醒。今天已经做完的不再做，可以反复运行。

    服务在运行时会自己做；没有常驻服务的地方，由定时任务调用本命令。

    Run what is due today: lights, meetings with their rounds, digests. What was done today is not
    done again. A running server does this by itself; elsewhere call it from a timer.
    """
    start_site()
    require_database()
    from django.utils import timezone

    from luoshi.web.jobs.daily import run_due, run_often

    at = timezone.now()
    ended = run_due(at)
    run_often(at)
    for name in ended:
        click.echo(name)
    if not ended:
        click.echo("没有到期的任务 (nothing is due)")
