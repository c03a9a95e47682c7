"""``luoshi serve`` as a person meets it: started, asked, stopped, and refused in clear words."""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from luoshi.cli import main
from luoshi.commands.serve import require_port
from luoshi.commands.site import require_data_folder
from luoshi.commands.supervise import start_jobs
from tests.shared_data import ROOT

PATIENCE_SECONDS = 60
LUOSHI = [sys.executable, "-c", "from luoshi.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path) -> dict[str, str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("LUOSHI_", "DJANGO_"))}
    return keep | {"LUOSHI_DATA_DIR": str(data)}


@contextmanager
def serving(data: Path, port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [*LUOSHI, "serve", "--port", str(port), *options],
        env=environment(data),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/login/", process)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def wait_for(url: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError("no answer")


def children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()]


def resident(pid: int) -> int:
    """Pages of memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])


def gone(pid: int) -> bool:
    """Whether the process ends within a few seconds (a zombie has ended)."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def data(begun: Path, tmp_path: Path) -> Path:
    """A data folder whose database is up to date."""
    return Path(shutil.copytree(begun, tmp_path / "data"))


def ctrl_c(pid: int) -> None:
    """As a terminal does it: to every process of the group."""
    os.killpg(pid, signal.SIGINT)


def terminate(pid: int) -> None:
    os.kill(pid, signal.SIGTERM)


@pytest.mark.parametrize("send", [ctrl_c, terminate])
def test_site_starts_answers_and_stops_cleanly(data: Path, send: Callable[[int], None]) -> None:
    port = free_port()
    with serving(data, port) as process:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/static/luoshi/theme.css") as css:
            assert css.headers["Content-Type"].startswith("text/css")
        below = children(process.pid)
        held = [resident(pid) for pid in (process.pid, *below)]
        send(process.pid)
        out, err = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 0
    assert "Traceback" not in err  # granian may name a thread that it dropped at the end
    assert f"http://127.0.0.1:{port}/" in out
    assert "演示账号" not in out
    assert len(below) == 2  # the serving process, and Python's tracker of shared resources
    assert [pid for pid in below if not gone(pid)] == []
    assert held[0] < max(held) / 2  # who only waits holds nothing of the site


def test_taken_port_is_told_with_another_to_choose(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert answer.exit_code == 1
    assert f"端口 {port} 已被占用" in answer.output
    assert f"PORT={port + 1} make run" in answer.output
    assert "Traceback" not in answer.output


def test_port_just_freed_can_be_used() -> None:
    port = free_port()
    require_port("127.0.0.1", port)
    require_port("127.0.0.1", port)


def test_unknown_host_is_told() -> None:
    answer = CliRunner().invoke(main, ["serve", "--host", "203.0.113.7", "--port", "8000"])
    assert answer.exit_code == 1
    assert "不能在 203.0.113.7:8000 上提供服务" in answer.output


def test_data_folder_is_made_and_left_empty(tmp_path: Path) -> None:
    require_data_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []


def test_data_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    answer = subprocess.run(
        [*LUOSHI, "serve", "--port", str(free_port())],
        env=environment(blocked),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert f"数据目录不能写入：{blocked}" in answer.stderr
    assert "LUOSHI_DATA_DIR=" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_empty_data_folder_setting_is_none(tmp_path: Path) -> None:
    subprocess.run(
        [*LUOSHI, "audit", "verify"],
        env=environment(tmp_path) | {"LUOSHI_DATA_DIR": "", "PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_wrong_setting_is_named(tmp_path: Path) -> None:
    answer = subprocess.run(
        [*LUOSHI, "serve", "--port", str(free_port())],
        env=environment(tmp_path) | {"LUOSHI_LOGIN_FAILURES": "many"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert "LUOSHI_LOGIN_FAILURES" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_jobs_are_worked_off_by_one_process_alone(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    with (tmp_path / "jobs.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        start_jobs()
    assert "jobs" not in {thread.name for thread in threading.enumerate()}


def test_nothing_lives_on_when_the_supervisor_is_killed(data: Path) -> None:
    with serving(data, free_port()) as process:
        below = children(process.pid)
        process.kill()
    assert len(below) == 2
    assert [pid for pid in below if not gone(pid)] == []


@pytest.mark.parametrize("port", ["abc", "0", "99999"])
def test_what_is_no_port_is_refused_in_both_languages(port: str) -> None:
    answer = CliRunner().invoke(main, ["serve", "--port", port])
    assert answer.exit_code == 2
    assert f"端口应是 1 至 65535 的整数，不是 {port}" in answer.output
    assert "A port is a whole number" in answer.output
