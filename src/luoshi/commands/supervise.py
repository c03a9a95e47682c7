"""The process that ``luoshi serve`` becomes: it starts the serving ones and holds no Django.

``python -m luoshi.commands.supervise HOST PORT WORKERS THREADS``
"""

import ctypes
import fcntl
import importlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luoshi.web.jobs.worker import JobWorker

BACKLOG = 4096
BACKPRESSURE = 16384
"""With granian's defaults, 1,000 open connections stall (docs/adr, choice of the server)."""

ARENAS = 2
"""Of the C library's heap in a serving process: with one for each thread, memory lies unused
(mallopt(3), ``M_ARENA_MAX``)."""

TURN_SECONDS = 0.0005
"""For how long a job may keep a page waiting for its turn: Python's 5 ms count for each query."""

KILL_SECONDS = 10
JOB_SECONDS = 8
"""How long the job at hand may go on once told to stop: it ends before its process is killed."""
PR_SET_PDEATHSIG = 1  # prctl(2): the signal to send when the parent dies


def supervise(host: str, port: int, workers: int, threads: int) -> None:
    """Serve until a signal, in processes spawned and not forked: no lock is copied."""
    from granian import Granian
    from granian.constants import Interfaces

    multiprocessing.set_start_method("spawn", force=True)
    os.environ.setdefault("MALLOC_ARENA_MAX", str(ARENAS))
    server = Granian(
        "luoshi.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backlog=BACKLOG,
        backpressure=BACKPRESSURE,
        workers_kill_timeout=KILL_SECONDS,
        respawn_failed_workers=True,
        log_enabled=False,
        websockets=False,
    )
    server.serve(target_loader=load_site, wrap_loader=False)


def load_site() -> Callable[..., Any]:
    """The application, in a serving process that only its supervisor stops.

    Ctrl-C in a terminal reaches every process of its session, and granian takes a serving process
    that ends by itself for a crash. One whose supervisor was killed must not live on.
    """
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    from luoshi.commands.site import keep_loaded
    from luoshi.web.wsgi import application

    importlib.import_module("luoshi.web.urls")  # every view, before the first request
    keep_loaded()
    sys.setswitchinterval(TURN_SECONDS)
    start_jobs()
    return application


def start_jobs() -> None:
    """The job worker as a thread of one serving process: of the first that comes to hold the lock.

    Should that process end, the one that takes its place holds the lock in turn.
    """
    from django.conf import settings

    from luoshi.web.jobs.worker import JobWorker

    lock = (settings.DATA_DIR / "jobs.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return
    jobs = JobWorker()
    jobs.start()
    Finalize(None, stop_jobs, args=(jobs, lock), exitpriority=1)


def stop_jobs(jobs: "JobWorker", lock: IO[str]) -> None:
    """As the process ends."""
    jobs.stop(JOB_SECONDS)
    lock.close()


if __name__ == "__main__":
    supervise(sys.argv[1], *map(int, sys.argv[2:5]))
