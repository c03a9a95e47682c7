"""``luoshi score``: a scheme over a table, and the check of stored runs."""

import click

from luoshi.commands.language import terminal_language
from luoshi.commands.scoring import compute
from luoshi.commands.scoring_words import PARTS, WORDS, told
from luoshi.commands.site import require_database, start_site


class ScoreGroup(click.Group):
    """A group whose unnamed command is ``compute``: ``luoshi score SCHEME.yaml DATA.xlsx``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with ``compute`` put in where the first word is no command."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["compute", *args]
        return super().parse_args(ctx, args)


@click.group(cls=ScoreGroup, short_help="考核计分 scoring")
def score() -> None:
    """考核计分：luoshi score SCHEME.yaml DATA.xlsx -o RESULT.xlsx 计分，verify 核对保存的考核轮。

    Score a table by a scheme, or check a stored run with verify.
    """


score.add_command(compute)


@score.command(short_help="重新计算一个考核轮，核对每个摘要 compute a run again")
@click.argument("run", type=click.IntRange(min=1))
def verify(run: int) -> None:
    """用考核轮 RUN（网址 /runs/编号/ 中的编号）保存的办法和输入重新计算，逐项核对。不写入任何内容。

    退出码：0 逐字节相同；1 有一项不同，并指出是哪一项，或没有这个考核轮。

    Compute run RUN (the number in its address /runs/RUN/) again from its stored scheme and
    inputs, and compare each digest. Writes nothing. Exit code: 0 the same to the byte;
    1 something differs, and is named, or there is no such run.
    """
    start_site()
    require_database()
    from luoshi.web.assessment.models import ScoreRun
    from luoshi.web.assessment.recompute import recomputed

    language = terminal_language()[:2]
    found = ScoreRun.objects.select_related("version").filter(pk=run).first()
    if found is None:
        raise click.ClickException(told(WORDS["run-unknown"], language, run=run))
    again = recomputed(found)
    for part in again.parts:
        state = told(WORDS["same" if part.same else "differs"], language)
        name = told(PARTS[part.name], language)
        click.echo(f"{state}\t{name} ({part.name})\t{part.stored}")
        if not part.same:
            click.echo(told(WORDS["found"], language, found=part.found or "—"))
    if not again.same:
        raise click.exceptions.Exit(1)
