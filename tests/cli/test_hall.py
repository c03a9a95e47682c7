"""``luoshi serve --hall``: one laptop, its own Wi-Fi, phones that find it, nobody else."""

import urllib.error
import urllib.request
from pathlib import Path

import click
import pytest

from luoshi.commands.hall import local_addresses, open_to_hall, qr_of, require_hall, usable
from tests.cli.test_serve import data, environment, free_port, serving  # noqa: F401  # a fixture


def test_only_addresses_that_a_phone_can_reach_are_offered() -> None:
    found = [
        ("lo", "127.0.0.1"), ("docker0", "172.17.0.1"), ("tun0", "10.8.0.2"), ("eth0", "10.1.2.3"),
        ("eth1", "169.254.7.7"), ("eth2", "8.8.8.8"), ("wlan0", "192.168.1.5"),
        ("wlan0:1", "192.168.1.5"),
    ]  # fmt: skip
    assert usable(found) == ["192.168.1.5", "10.1.2.3"]


def test_without_a_network_it_is_refused_with_what_to_do() -> None:
    with pytest.raises(click.ClickException, match="局域网") as refused:
        require_hall(usable([("lo", "127.0.0.1")]))
    assert "No internet is needed" in refused.value.message


def test_a_run_answers_to_the_halls_addresses_and_keeps_the_others() -> None:
    environ = {"LUOSHI_ALLOWED_HOSTS": "luoshi.example", "LUOSHI_HTTPS": "true"}
    open_to_hall(environ, ["192.168.1.5", "10.1.2.3"], "192.168.1.5", 8000)
    assert environ == {
        "LUOSHI_ALLOWED_HOSTS": "luoshi.example,127.0.0.1,localhost,[::1],192.168.1.5,10.1.2.3",
        "LUOSHI_HTTPS": "false",
        "LUOSHI_SITE_URL": "http://192.168.1.5:8000",
    }


def test_the_code_is_drawn_for_a_terminal() -> None:
    rows = qr_of("http://192.168.137.1:8000/v/").splitlines()
    assert len(rows) == 17  # 29 modules and a margin of 2, two to a row
    assert {"█", "▀", "▄", " "} >= set("".join(rows)) - set("\x1b[0123456789;m")


@pytest.mark.skipif(not local_addresses(), reason="this machine is on no local network")
def test_phones_reach_the_site_by_its_address_only(data: Path) -> None:  # noqa: F811
    port, here = free_port(), local_addresses()[0]

    def status(host: str) -> int:
        asked = urllib.request.Request(f"http://127.0.0.1:{port}/login/", headers={"Host": host})
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code

    with serving(data, port, "--hall") as process:
        assert [status(f"{here}:{port}"), status("rogue.example")] == [200, 400]
        process.terminate()
        out, _ = process.communicate(timeout=60)
    assert f"http://{here}:{port}/v/" in out
    assert "█" in out
    assert environment(data)["LUOSHI_DATA_DIR"] == str(data)
