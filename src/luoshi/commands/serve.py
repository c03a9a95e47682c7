"""``luoshi serve``: the whole site from one command."""

import errno
import logging
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from luoshi.commands.hall import HALL_THREADS, announce_hall, hall_processes, open_hall
from luoshi.commands.site import migrate_when_needed, note_sizes, start_site
from luoshi.demo.logins import LOGINS, PASSWORD

EVERY_ADDRESS = "0.0.0.0"


THREADS = 8
"""Of each process: more of them keep more memory, a connection to the database each."""


class Port(click.IntRange):
    """A port number; what is none is refused in both languages."""

    def __init__(self) -> None:
        super().__init__(1, 65535)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises click.BadParameter."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(
                f"端口应是 1 至 65535 的整数，不是 {value}。"
                f"A port is a whole number from 1 to 65535, not {value}.",
                param,
                ctx,
            )


@click.command(short_help="启动网站 serve the site")
@click.option("--port", type=Port(), default=8000, show_default=True, help="端口 port")
@click.option("--host", help="地址 address  [default: 127.0.0.1]")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="服务进程数 serving processes  [default: 1; with --hall one a core, at most 4]",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    help=f"每个进程的线程数 threads of each  [default: {THREADS}; with --hall {HALL_THREADS}]",
)
@click.option(
    "--demo",
    is_flag=True,
    help="数据库为空时装入演示城市 load the demo city into an empty database",
)
@click.option(
    "--hall",
    is_flag=True,
    help="在会场局域网上提供投票，打印地址和二维码 serve a hall's own Wi-Fi, print address and QR",
)
def serve(
    port: int, host: str | None, workers: int | None, threads: int | None, demo: bool, hall: bool
) -> None:
    """启动网站和后台任务，按 Ctrl-C 停止。数据放在 LUOSHI_DATA_DIR（默认 ./var）。

    退出码：0 正常停止；1 端口被占用、没有局域网、数据目录不能写或设置有误。

    Serve the site and work off its jobs until Ctrl-C. Data is kept in LUOSHI_DATA_DIR
    (./var). Exit code: 0 stopped; 1 port taken, no local network, data folder not writable,
    a setting wrong.
    """
    phones = open_hall(host, port) if hall else None
    host = EVERY_ADDRESS if hall else host or "127.0.0.1"
    require_port(host, port)
    if demo:
        os.environ["LUOSHI_DEMO"] = "true"
    start_site()
    if migrate_when_needed():
        click.echo("数据库已更新 The database is up to date.")
    if demo:
        load_demo()
    note_sizes()
    announce("127.0.0.1" if hall else host, port, demo)
    if phones:
        announce_hall(*phones, port)
    workers = workers or (hall_processes() if hall else 1)
    become_supervisor(host, port, workers, threads or (HALL_THREADS if hall else THREADS))


def become_supervisor(host: str, port: int, workers: int, threads: int) -> None:
    """Go on as a process that holds nothing of the site: this one's memory is given back.

    Raises OSError where the program cannot be started again.
    """
    sys.stdout.flush()
    given = (host, str(port), str(workers), str(threads))
    os.execv(sys.executable, [sys.executable, "-m", "luoshi.commands.supervise", *given])


def require_port(host: str, port: int) -> None:
    """Raises click.ClickException with what to do when the address cannot be used."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(_port_fault(host, port, error)) from error


def _port_fault(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"端口 {port} 已被占用。请换一个，例如 PORT={port + 1} make run "
            f"（或 luoshi serve --port {port + 1}）。\n"
            f"Port {port} is taken. Choose another, for example PORT={port + 1} make run "
            f"(or luoshi serve --port {port + 1})."
        )
    return (
        f"不能在 {host}:{port} 上提供服务（{error.strerror}）。请检查 --host 和 --port。\n"
        f"Cannot serve on {host}:{port} ({error.strerror}). Check --host and --port."
    )


def load_demo() -> None:
    """The demo city, when there is nothing in the database yet."""
    from luoshi.web.units.queries import is_founded

    if is_founded():
        return
    from luoshi.demo.load import load

    click.echo("正在装入演示城市云川市 Loading the demo city …")
    with quiet():
        load(_tell)


@contextmanager
def quiet() -> Iterator[None]:
    """What the city's people did last year is no news: until the end only warnings are logged."""
    log = logging.getLogger("luoshi")
    before = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(before)


def _tell(step: str, done: int, total: int) -> None:
    click.echo(f"  {done}/{total} {step}")


def announce(host: str, port: int, demo: bool) -> None:
    """Where the site is, and who may sign in to the demo."""
    name = f"[{host}]" if ":" in host else host
    click.echo(f"\n  落实 Luoshi  →  http://{name}:{port}/\n")
    if demo:
        click.echo(f"  演示账号 demo logins (密码 password: {PASSWORD})")
        for username, role in LOGINS:
            click.echo(f"    {username:<12}{role}")
        click.echo()
    click.echo("  按 Ctrl-C 停止 press Ctrl-C to stop\n")
