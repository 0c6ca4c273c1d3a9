"""A thread that owns one SQLite connection and runs jobs on it; what the jobs do is the store's."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from tmchat.hub.store.crashpoints import crash
from tmchat.hub.store.interface import AgentRefused, StoreFailed
from tmchat.hub.store.schema import failure

T = TypeVar("T")
BATCH = 512  # jobs in one transaction: past this the file's sync is no longer what costs


@dataclass(slots=True)
class _Job:
    run: Callable[[sqlite3.Connection], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: Exception | None = None


class DatabaseThread:
    """Runs jobs in the order in which they were given, as many at once as are waiting.

    With `transactions`, jobs that wait together share one transaction and one sync of the file.
    Such a batch that fails is run again job by job, so that each stands or falls by itself: a job
    may run twice, the first time without effect. Must be made where an event loop runs.
    """

    def __init__(self, name: str, db: sqlite3.Connection, *, transactions: bool) -> None:
        self._db = db
        self._transactions = transactions
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def run(self, job: Callable[[sqlite3.Connection], T]) -> asyncio.Future[T]:
        """The future result of `job`, in line behind all that came before.

        `AgentRefused` is passed on, any other error of the job becomes `StoreFailed`.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        if self._closed:
            future.set_exception(StoreFailed("The desk's database was closed."))
        else:
            self._jobs.put(_Job(job, future))
        return future

    def close(self) -> None:
        """Runs what is in line, then closes the connection; blocks until that is done."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            self._thread.join()
            self._db.close()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while len(batch) < BATCH and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    self._jobs.put(None)  # for the loop outside, behind this batch
                    break
                batch.append(job)
            self._run(batch)
            self._loop.call_soon_threadsafe(_deliver, batch)

    def _run(self, batch: list[_Job]) -> None:
        if not self._transactions:
            for job in batch:
                self._attempt(job)
        elif self._transact(batch) is not None:
            for job in batch:
                job.error = self._transact([job])

    def _transact(self, jobs: list[_Job]) -> Exception | None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            for job in jobs:
                job.result = job.run(self._db)
            crash("writer.inside-transaction")
            self._db.execute("COMMIT")
            crash("writer.after-commit")
        except Exception as error:
            self._roll_back()
            return _known(error)
        return None

    def _attempt(self, job: _Job) -> None:
        try:
            job.result = job.run(self._db)
        except Exception as error:
            job.error = _known(error)

    def _roll_back(self) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:
            # The disk is failing; the next BEGIN says so in its own error.
            return


def _known(error: Exception) -> Exception:
    if isinstance(error, StoreFailed | AgentRefused):
        return error
    if isinstance(error, sqlite3.Error):
        return failure(error)
    # Its own words might quote a text.
    return StoreFailed(f"The desk's database cannot hold a record ({type(error).__name__}).")


def _deliver(batch: list[_Job]) -> None:
    """Hands out results in the order of the jobs, all at once: waking the loop is what costs."""
    for job in batch:
        if job.future.done():
            continue
        if job.error is None:
            job.future.set_result(job.result)
        else:
            job.future.set_exception(job.error)
