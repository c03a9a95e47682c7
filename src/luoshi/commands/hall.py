"""``luoshi serve --hall``: one laptop on its own Wi-Fi serves a hall full of phones."""

import fcntl
import io
import os
import socket
import struct
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from ipaddress import IPv4Address

import click

SIOCGIFADDR = 0xC0206921 if sys.platform == "darwin" else 0x8915
BRIDGES = ("docker", "br-", "veth", "virbr", "vmnet", "tun", "tap", "utun", "zt", "wg", "cni")
"""Beginnings of names of interfaces that no phone in the hall can reach."""
LOOPBACK = "127.0.0.1,localhost,[::1]"


MOST_PROCESSES = 4
HALL_THREADS = 16
"""Ballots that wait together go into one commit: the more threads, the fewer waits for the disk;
with 24 the first page of a phone waited longer."""


def hall_processes() -> int:
    """How many processes serve a hall: a core each, for a thousand phones send at once."""
    return min(os.cpu_count() or 1, MOST_PROCESSES)


def local_addresses() -> list[str]:
    """The laptop's IPv4 addresses on local networks, as a phone would type them."""
    return usable(_of_interfaces())


def usable(found: Iterable[tuple[str, str]]) -> list[str]:
    """Of interfaces and their addresses those of a local network, Wi-Fi first, each once."""
    kept = [(name, address) for name, address in found if _is_local(name, address)]
    kept.sort(key=lambda each: not each[0].startswith("wl"))
    return list(dict.fromkeys(address for _, address in kept))


def _is_local(name: str, address: str) -> bool:
    ip = IPv4Address(address)
    near = ip.is_private and not (ip.is_loopback or ip.is_link_local or ip.is_unspecified)
    return near and not name.startswith(BRIDGES)


def _of_interfaces() -> Iterator[tuple[str, str]]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            try:
                answer = fcntl.ioctl(asked.fileno(), SIOCGIFADDR, request)
            except OSError:  # it is down, or has no address
                continue
            yield name, socket.inet_ntoa(answer[20:24])


def require_hall(addresses: list[str]) -> str:
    """The address to print. Raises click.ClickException where there is no network."""
    if addresses:
        return addresses[0]
    raise click.ClickException(
        "这台电脑不在任何局域网上，手机连不进来。请先打开自备的无线路由器（或电脑的热点），"
        "连上以后再启动。不需要互联网。\n"
        "This computer is on no local network, so no phone can reach it. Switch on your own Wi-Fi "
        "router (or the computer's hotspot), connect, and start again. No internet is needed."
    )


def open_to_hall(
    environ: MutableMapping[str, str], addresses: Iterable[str], here: str, port: int
) -> None:
    """Settings of this run: these addresses alone are answered to, in plain http.

    A Wi-Fi of one's own has no certificate for an address; what follows from that stands in the
    threat model.
    """
    named = environ.get("LUOSHI_ALLOWED_HOSTS") or LOOPBACK
    known = [each.strip() for each in named.split(",")]
    allowed = dict.fromkeys([*known, *LOOPBACK.split(","), *addresses])
    environ["LUOSHI_ALLOWED_HOSTS"] = ",".join(allowed)
    environ["LUOSHI_HTTPS"] = "false"
    environ["LUOSHI_SITE_URL"] = f"http://{here}:{port}"


def announce_hall(here: str, others: Iterable[str], port: int) -> None:
    """The voters' address, large as a QR code, and where the operator works."""
    address = f"http://{here}:{port}/v/"
    click.echo(f"\n  投票地址 voters' address  →  {address}\n")
    click.echo(qr_of(address))
    more = [f"http://{each}:{port}/v/" for each in others if each != here]
    if more:
        click.echo(f"  其他网卡 other networks: {'  '.join(more)}")
    click.echo(
        f"  会务电脑 operator's computer  →  http://127.0.0.1:{port}/\n"
        "  请只在这台电脑上登录操作：会场无线网上的内容没有加密。\n"
        "  Sign in on this computer only: nothing on the hall's Wi-Fi is encrypted.\n"
        "  会前、会中、会后检查表 check lists: docs/operations.md\n"
    )


def qr_of(text: str) -> str:
    """A QR code in half-height characters, light on dark as terminals are."""
    import segno

    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(out=drawn, compact=True, border=2)
    return drawn.getvalue()


def here_on(host: str, addresses: list[str]) -> list[str]:
    """The addresses with the one that was asked for first. Raises click.ClickException."""
    if host not in addresses:
        raise click.ClickException(
            f"这台电脑没有局域网地址 {host}，有的是：{'、'.join(addresses) or '无'}。\n"
            f"This computer has no local address {host}; it has: {', '.join(addresses) or 'none'}."
        )
    return [host, *(each for each in addresses if each != host)]


def open_hall(host: str | None, port: int) -> tuple[str, list[str]]:
    """Where phones find the site, and every local address; the run's settings are made.

    Raises click.ClickException where there is no network, or not the ``host`` asked for.
    """
    found = local_addresses()
    addresses = here_on(host, found) if host and found else found
    here = require_hall(addresses)
    open_to_hall(os.environ, addresses, here, port)
    return here, addresses
