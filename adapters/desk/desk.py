"""The desk: an event is committed, then acknowledged by its platform, then answered, its reply sent exactly once."""

from __future__ import annotations

import asyncio
import contextlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Literal

import structlog
from structlog.contextvars import bound_contextvars

from adapters.contract import read_reply
from adapters.desk import lines
from adapters.desk.answering import Answering, Crashed
from adapters.desk.course import Course, NotOurs, channel_of, scope_of
from adapters.desk.event import Event, Kind, Outgoing, Platform, SendFault, send_key
from adapters.desk.intake import Intake
from adapters.desk.job import Id, Job, Jobs, id_of
from adapters.desk.lease import Lease
from adapters.desk.limits import Limits
from adapters.desk.pacing import Pacer
from adapters.desk.preferences import Preferences, Remembered, to_data
from adapters.desk.sending import Sender
from adapters.desk.shares import Room, Team, share, team_of
from adapters.desk.shedding import Told
from adapters.desk.store import Store
from adapters.desk.watch import Watch
from adapters.state.errors import StateError
from adapters.state.row import Asked, Row
from adapters.state.state import Clock, State
from bot.menu import Menu
from bot.reply import Reply

Verdict = Literal["good", "bad"]
log = structlog.get_logger(__name__)


class Desk:
    """What all platforms share. Made, started and stopped within one event loop; it never blocks it."""

    def __init__(
        self,
        state: State,
        platforms: Sequence[Platform],
        answering: Answering,
        clock: Clock,
        limits: Limits | None = None,
        *,
        watch: Watch | None = None,
        worker: str = "",
    ) -> None:
        """`worker` names the living process that holds rows: no other may have it. A name that a restart keeps takes
        up its rows at once; without one, they are taken up when their lease has run out."""
        self._state, self._answering = state, answering
        self._limits, self._watch = limits or Limits(), watch or Watch()
        self._store = Store(1 if state.has_one_writer else self._limits.threads, state.together)
        self._intake = Intake(state, self._store, self._limits)
        self._jobs = Jobs(self._work, self._job_done)
        self._lease = Lease(worker or uuid.uuid4().hex, state, self._store, self._limits, self._names_in_hand)
        pacer = Pacer(self._limits.channel_rate, self._limits.channel_burst, self._now)
        self._sender = Sender({platform.name: platform for platform in platforms}, pacer, self._limits, self._watch)
        self._remembered = Remembered()
        self._course = Course(
            state, self._store, answering, self._sender, self._limits, self._watch, self._lease, self._remembered, clock
        )
        self._told = Told(self._limits.shed_every, self._now)
        self._to_shed: dict[Id, Event] = {}
        # What was taken here and is not yet claimed.
        self._waiting: dict[Id, Team] = {}
        self._look, self._shed_some = asyncio.Event(), asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._lines: set[asyncio.Task[None]] = set()

    @property
    def depth(self) -> int:
        """How many questions were taken here and are not yet answered."""
        return len(self._jobs) + len(self._waiting)

    async def start(self) -> None:
        """Begin to take, and take up what a former life left. Raises StateError or Crashed."""
        self._store.start()
        await asyncio.gather(self._answering.start(), self._lease.begin())
        self._intake.start()
        loops = {
            "pump": self._pump(), "lease": self._lease.keep(), "shed": self._shed_all(),
            "expire": self._expire_all(), "fold": self._fold_all(),
        }  # fmt: skip
        self._tasks = [asyncio.create_task(loop, name=name) for name, loop in loops.items()]

    async def stop(self, drain_seconds: float = 10.0) -> None:
        """Take no more, finish what is in hand as far as there is time; the rest stays in its rows."""
        await self._intake.stop()
        pump, lease, shed, expire, fold = self._tasks
        await _end(pump, expire, fold)
        await self._jobs.drain(drain_seconds)
        await _end(lease, shed, *self._lines)
        await self._lease.end()
        await self._answering.stop()
        await self._store.close()

    async def take(self, event: Event) -> bool:
        """True when the event's row is committed, False when it was known: either may be acknowledged.

        Raises StateError when there may be no row: then do not acknowledge, and the platform delivers it again.
        """
        began = self._now()
        new = await self._intake.take(event)
        self._watch.acknowledged(event.platform, self._now() - began)
        if new:
            self._admit(event)
        return new

    async def answer_without_row(self, event: Event) -> Reply | None:
        """For a command that no platform delivers again, when `take` has failed: the answer alone, without a talk.

        It is not kept and not tried again; None where even that cannot be had.
        """
        if self.depth >= self._limits.most_open:
            return None
        scope = scope_of(event, self._remembered.last(channel_of(event)))
        try:
            return read_reply((await self._answering.answer(event.text, event.asked_on, None, scope)).reply)
        except Crashed:
            return None

    async def share(self, click: Event, ref: str) -> bool:
        """Show the reply `ref` to everybody where `click` was made; False for anybody but its asker.

        The click's key makes it happen once. Raises StateError as `take` does.
        """
        return await self._done_for_asker(click, "share", ref)

    async def remove(self, click: Event, ref: str) -> bool:
        """Delete the clicked message, `click.message`, which shows the reply `ref`; False for anybody but its asker.

        The click's key makes it happen once. Raises StateError as `take` does.
        """
        return await self._done_for_asker(click, "remove", ref, posted=click.message)

    async def _done_for_asker(self, click: Event, kind: Kind, ref: str, posted: str | None = None) -> bool:
        about = (click.platform, click.team, ref, click.user, posted)
        if await self._store.run(self._state.find_reply, *about) is None:
            return False
        await self.take(replace(click, kind=kind, text=ref, private=False))
        return True

    async def reply(self, platform: str, team: str, ref: str, user: str | None = None) -> Reply | None:
        """A reply that is kept here (25 hours); with a user, only one of that asker's. Raises StateError."""
        row = await self._store.run(self._state.find_reply, platform, team, ref, user)
        return read_reply(row.reply) if row and row.reply else None

    async def has_question(self, platform: str, team: str, channel: str, message: str) -> bool:
        """Whether a message is a question of the last 25 hours: its edits, and what is said under it, are then for us.

        Raises StateError.
        """
        return await self._store.run(self._state.find_answer, platform, team, channel, message) is not None

    async def recent(self, platform: str, team: str, user: str, limit: int = 5) -> list[Asked]:
        """The user's own newest questions that have a reply here (25 hours), newest first. Raises StateError."""
        return await self._store.run(self._state.recent, platform, team, user, limit)

    async def feedback(self, platform: str, team: str, ref: str, verdict: Verdict, reason: str, by: str) -> None:
        """Keep a reader's verdict, in the place of an earlier one of the same reader. Raises StateError."""
        await self._store.run(self._state.feedback, platform, team, ref, verdict, reason, by)

    async def preferences(self, platform: str, team: str, channel: str, within: float | None = None) -> Preferences:
        """Each that the channel has set, else the workspace, else the default.

        While the database is away, or does not tell `within` so many seconds, what was last read.
        """
        try:
            async with asyncio.timeout(within):
                data = await self._store.first(self._state.setting_in_force, platform, team, channel)
        except (StateError, TimeoutError) as fault:
            log.warning("preferences_not_read", why=type(fault).__name__)
            return self._remembered.last((platform, team, channel))
        return self._remembered.note((platform, team, channel), data)

    async def own_preferences(self, platform: str, team: str, channel: str) -> Mapping[str, object]:
        """What a channel, or with "" the workspace, has set itself: values by their names. Raises StateError."""
        return await self._store.run(self._state.setting, platform, team, channel)

    async def set_preferences(self, platform: str, team: str, channel: str, preferences: Preferences, by: str) -> None:
        """Set what a channel, or with "" the workspace, prefers; the platform knows who may. Raises StateError."""
        await self.set_own_preferences(platform, team, channel, to_data(preferences), by)

    async def set_own_preferences(
        self, platform: str, team: str, channel: str, own: Mapping[str, object], by: str
    ) -> None:
        """Set some of them: the others are the workspace's, and follow it. Raises StateError."""
        await self._store.run(self._state.set_setting, platform, team, channel, dict(own), by)

    async def forget(self, platform: str, team: str, user: str | None = None) -> int:
        """Delete all that is kept of a workspace, or of one person in it; how many rows. Raises StateError."""
        return await self._store.run(self._state.forget, platform, team, user)

    @property
    def menu(self) -> Menu:
        """What can be asked of the knowledge that is served, from memory."""
        return self._answering.menu

    def _admit(self, event: Event) -> None:
        if self._is_too_much(event):
            self._to_shed[id_of(event)] = event
            self._shed_some.set()
        else:
            self._waiting[id_of(event)] = team_of(event)
            self._look.set()

    def _is_too_much(self, event: Event) -> bool:
        """Whether the event must be turned away: what is open is enough, and its team has its share of it."""
        if self.depth < self._limits.most_open or event.kind not in {"ask", "action"}:
            return False
        teams = Counter((*self._waiting.values(), *self._jobs.teams().elements()))
        return teams[team_of(event)] >= share(self._limits.most_open, teams)

    async def _pump(self) -> None:
        """Claim rows while there is room: new ones, those of a former life, and those of workers that died."""
        while True:
            self._look.clear()
            room = min(self._limits.most_open - len(self._jobs), self._limits.claim_at_once)
            claimed = await self._claim(room) if room > 0 else 0
            if len(self._jobs) > 1:
                # Rather some at once than one after the other; who is busy loses nothing by it.
                await asyncio.sleep(self._limits.claim_every)
            if claimed < max(room, 1):
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._limits.look_again):
                        await self._look.wait()

    async def _claim(self, room: int) -> int:
        waiting, left = tuple(self._waiting.items()), Room(self._limits.most_open, self._jobs.teams()).left
        try:
            rows = await self._store.run(self._state.claim, self._lease.name, room, left)
        except StateError as fault:
            self._lease.rename()
            log.warning("not_claimed", why=type(fault).__name__)
            return 0
        claimed = Counter(team_of(row.event) for row in rows)
        # Where a team had less than there was room for, other workers have what is not among it.
        elsewhere = (known for known, team in waiting if len(rows) < room and claimed[team] < left(*team))
        for known in (*elsewhere, *(id_of(row.event) for row in rows)):
            self._waiting.pop(known, None)
        for row in rows:
            self._take_up(row)
        return len(rows)

    def _take_up(self, row: Row) -> None:
        if id_of(row.event) not in self._to_shed:
            self._jobs.add(Job(row, self._now(), look_first=row.state == "sending"))

    async def _work(self, job: Job) -> None:
        event = job.row.event
        with bound_contextvars(request=send_key(event)):
            how = "failed"
            try:
                how = await self._run(job)
            except NotOurs:
                how = "taken over"
            except StateError as fault:
                log.error("row_not_kept", why=type(fault).__name__)
            self._note(job, how)

    async def _run(self, job: Job) -> str:
        """The course; again after a fault of ours, which costs this row alone, and in the end parks it."""
        while True:
            try:
                return await self._course.run(job)
            except (NotOurs, StateError):
                raise
            except Exception:
                log.exception("row_failed")
            job.look_first = True
            if await self._store.insist(self._state.crashed, job.row) >= self._limits.most_tries:
                self._watch.parked()
                await self._store.insist(self._state.parked, job.row)
                return "parked"

    def _note(self, job: Job, how: str) -> None:
        event, took = job.row.event, self._now() - job.began
        if how == "sent":
            self._watch.replied(took)
        log.info(
            "question", platform=event.platform, team=_hashed(event), kind=event.kind, how=how, outcome=job.outcome,
            ref=job.ref, milliseconds={**job.milliseconds, "all": round(took * 1000, 1)},
        )  # fmt: skip

    def _job_done(self) -> None:
        self._look.set()

    async def _shed_all(self) -> None:
        """Close the rows of what is too much, and tell their users once a minute."""
        while True:
            self._shed_some.clear()
            events = list(self._to_shed.values())[: self._limits.most_gathered]
            for event, shed in zip(events, await self._store.insist(self._state.shed_all, events), strict=True):
                del self._to_shed[id_of(event)]
                if shed:
                    self._watch.shed()
                    self._tell_busy(event)
            if not self._to_shed:
                await self._shed_some.wait()

    async def _expire_all(self) -> None:
        """Delete what is too old, now and then, in steps that let others between."""
        while True:
            try:
                while gone := await self._store.run(self._state.expire_some):
                    log.info("expired", rows=gone)
            except StateError as fault:
                log.warning("not_expired", why=type(fault).__name__)
            await asyncio.sleep(self._limits.expire_every)

    async def _fold_all(self) -> None:
        """Keep the database's journal short, in a thread of its own: intake does not wait for it."""
        while True:
            await asyncio.sleep(self._limits.fold_every)
            with contextlib.suppress(StateError):  # what is amiss is told where it matters, at the next write
                await asyncio.to_thread(self._state.fold)

    def _tell_busy(self, event: Event) -> None:
        if len(self._lines) < self._limits.most_shed_lines and self._told.is_due(event):
            task = asyncio.create_task(self._say_busy(event), name="busy line")
            self._lines.add(task)
            task.add_done_callback(self._lines.discard)

    async def _say_busy(self, event: Event) -> None:
        try:
            await self._sender.send_once(Outgoing(event, lines.busy(), send_key(event, "busy")))
        except (SendFault, TimeoutError) as fault:
            log.info("busy_line_not_sent", why=type(fault).__name__)

    def _names_in_hand(self) -> set[str]:
        return {job.row.owner for job in self._jobs}

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _hashed(event: Event) -> str:
    return blake2b(f"{event.platform} {event.team}".encode(), digest_size=6).hexdigest()


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
