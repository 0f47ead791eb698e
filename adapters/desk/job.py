"""What the desk has in hand: rows in order within a talk, side by side across talks."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace

from adapters.desk.event import Event
from adapters.desk.shares import Team, team_of
from adapters.state.row import Row

Id = tuple[str, str, str]
Question = tuple[str, str, str, str]


@dataclass(slots=True, eq=False)
class Job:
    """One row in hand.

    `look_first`: its reply may be sent already. `superseded`: its question was edited or deleted before the answer was
    on its way.
    """

    row: Row
    began: float
    look_first: bool = False
    superseded: bool = False
    outcome: str = ""
    ref: str = ""
    milliseconds: dict[str, float] = field(default_factory=dict)


def id_of(event: Event) -> Id:
    """What an inbox row is known by."""
    return event.platform, event.team, event.key


def question_of(event: Event) -> Question:
    """The message of a question: what its edits and deletions name again."""
    return event.platform, event.team, event.channel, event.message


class Jobs:
    """All jobs in hand. A talk with jobs has one task, which works on them one after the other."""

    def __init__(self, work: Callable[[Job], Awaitable[None]], done: Callable[[], None]) -> None:
        self._work, self._done = work, done
        self._by_id: dict[Id, Job] = {}
        self._queues: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Job]:
        return iter(tuple(self._by_id.values()))

    def teams(self) -> Counter[Team]:
        """How many jobs of each team are in hand."""
        return Counter(team_of(job.row.event) for job in self)

    def add(self, job: Job) -> None:
        """Take a job in hand. One that is in hand already goes on, under the name that now holds its row."""
        event = job.row.event
        if (known := self._by_id.get(id_of(event))) is not None:
            known.row = replace(known.row, owner=job.row.owner)
            return
        talk = self._supersede(event) if event.kind in {"edit", "delete"} else None
        self._by_id[id_of(event)] = job
        key = talk or job.row.talk_key
        if key in self._queues:
            self._queues[key].append(job)
            return
        self._queues[key] = deque([job])
        task = asyncio.create_task(self._talk(key), name=f"talk {key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _supersede(self, event: Event) -> str | None:
        """Mark what is in hand of the same message; the talk that it waits in, where the event must wait too."""
        same = [job for job in self if question_of(job.row.event) == question_of(event)]
        for job in same:
            job.superseded = True
        return next((job.row.talk_key for job in same if job.row.talk_key in self._queues), None)

    async def _talk(self, key: str) -> None:
        queue = self._queues[key]
        try:
            while queue:
                job = queue[0]
                try:
                    await self._work(job)
                finally:
                    queue.popleft()
                    self._by_id.pop(id_of(job.row.event), None)
                    self._done()
        finally:
            for job in queue:
                self._by_id.pop(id_of(job.row.event), None)
            del self._queues[key]

    async def drain(self, seconds: float) -> None:
        """Wait until nothing is in hand, but no longer than given: what is left then is dropped, its rows stay."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
