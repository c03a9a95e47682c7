"""The worker: a thread that runs waiting jobs one after another, and the daily tasks."""

from datetime import datetime, timedelta
from signal import SIG_BLOCK, SIGINT, SIGTERM, pthread_sigmask
from threading import Event, Thread

from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from luoshi.web.jobs.actions import job_enqueue, job_redeliver
from luoshi.web.jobs.daily import run_due, run_often
from luoshi.web.jobs.queries import orphans, waiting
from luoshi.web.jobs.runs import Contained

IDLE_SECONDS = 0.5
FAULT_SECONDS = 10
SWEEP = timedelta(seconds=20)
DAILY = timedelta(minutes=10)


class JobWorker(Thread):
    """Call ``start`` once, and ``stop`` to let the job at hand end and the thread with it.

    The claiming and running of a queued task is the library's own worker in its batch mode: it
    returns when the queue is empty, needs no signals, and so fits into a thread.
    """

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self.stopping = Event()
        self.sweep_at = self.daily_at = datetime.min.replace(tzinfo=timezone.get_current_timezone())
        self.queue = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )

    def run(self) -> None:
        """Until told to stop: once what waited at the start, then round after round.

        Signals are the main thread's: taken here, they would not wake it from its wait.
        """
        pthread_sigmask(SIG_BLOCK, {SIGINT, SIGTERM})
        with Contained("worker start"):
            redeliver_waiting()
        while not self.stopping.is_set():
            with Contained("worker") as work:
                self.round(timezone.now())
            self.stopping.wait(FAULT_SECONDS if work.error else IDLE_SECONDS)
        connections.close_all()

    def round(self, at: datetime) -> None:
        """Everything that waits now."""
        close_old_connections()
        if at >= self.sweep_at:
            self.sweep_at = at + SWEEP
            redeliver_orphans(at)
        if DBTaskResult.objects.ready().exists():
            self.queue.run()
        if at >= self.daily_at:
            self.daily_at = at + DAILY
            run_due(at)
            run_often(at)

    def stop(self, seconds: float) -> None:
        """Begin nothing more, and wait so long for the job at hand.

        One that takes longer is cut off with the process and run again by the next.
        """
        self.stopping.set()
        self.queue.running = False
        self.join(seconds)


def redeliver_waiting() -> None:
    """Jobs that were committed but never reached the queue, because the process died between."""
    for job in waiting():
        job_enqueue(job)


def redeliver_orphans(at: datetime) -> None:
    """Jobs that had begun when their worker died."""
    for job in orphans(at):
        job_redeliver(job=job, at=at)
