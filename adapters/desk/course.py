"""The course of one row: received, answering, sending, sent. Each step is committed before the next begins."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter

import structlog

from adapters.contract import read_reply, reply_json
from adapters.desk import lines
from adapters.desk.answering import Answered, Answering, Crashed
from adapters.desk.event import Event, Gone, Outgoing, send_key
from adapters.desk.job import Job
from adapters.desk.lease import Lease
from adapters.desk.limits import Limits
from adapters.desk.preferences import Channel, Preferences, Remembered
from adapters.desk.scope import Scope
from adapters.desk.sending import Sender, Step, Unsent
from adapters.desk.store import Store
from adapters.desk.watch import Watch
from adapters.state.row import Row
from adapters.state.state import Clock, State
from bot.reply import Reply

log = structlog.get_logger(__name__)


def channel_of(event: Event) -> Channel:
    """Where an event's preferences are set."""
    return event.platform, event.team, event.channel


def scope_of(event: Event, preferences: Preferences) -> Scope:
    """What an event's question is read within."""
    return Scope(preferences.place, preferences.collections, f"{event.platform} {event.team}")


class NotOurs(Exception):
    """The row went to another worker: whatever is left to do is theirs."""


class Superseded(Exception):
    """The question was edited or deleted while its answer waited to be sent."""


@dataclass(frozen=True, slots=True)
class Course:
    """All that a row's course needs."""

    state: State
    store: Store
    answering: Answering
    sender: Sender
    limits: Limits
    watch: Watch
    lease: Lease
    remembered: Remembered
    clock: Clock

    async def run(self, job: Job) -> str:
        """The row to its end; how it ended. Raises NotOurs or StateError: then the row stays as it is."""
        try:
            return await self._step(job)
        except Superseded:
            return await self._close(job, "superseded")
        except Gone:
            self.watch.lost(job.row.event.platform, "gone")
            return await self._close(job, "gone")

    async def _step(self, job: Job) -> str:
        row = job.row
        if row.state == "sending" and row.reply is not None:
            return await self._send(job, read_reply(row.reply))
        if job.superseded:
            return await self._close(job, "superseded")
        if row.event.kind == "delete":
            return await self._delete(job)
        if row.event.kind == "edit" and await self._original(row.event) is None:
            return await self._close(job, "no question")
        if row.event.kind == "share":
            return await self._share(job)
        if row.event.kind == "remove":
            return await self._remove(job)
        return await self._ask(job)

    async def _ask(self, job: Job) -> str:
        began = perf_counter()
        answered = await self._answered(job)
        reply = read_reply(answered.reply) if answered else self._apology(job)
        self._took(job, "answer", began)
        if job.superseded:
            return await self._close(job, "superseded")
        self.watch.answered(reply.outcome, perf_counter() - began)
        talk = answered.talk if answered else None
        await self._commit(job, reply, talk, answered.reply if answered else None)
        return await self._send(job, reply)

    async def _answered(self, job: Job) -> Answered | None:
        """The answer from the crew; None for a question that has ended too many of its processes."""
        row, event = job.row, job.row.event
        standing = await self.store.insist(self.state.standing, row)
        scope = scope_of(event, self.remembered.note(channel_of(event), standing.setting))
        tries = row.attempts
        while tries < self.limits.most_tries:
            try:
                return await self.answering.answer(event.text, event.asked_on, standing.talk, scope)
            except Crashed:
                self.watch.worker_restarted()
                tries = await self.store.insist(self.state.crashed, row)
        self.watch.parked()
        return None

    def _apology(self, job: Job) -> Reply:
        key = send_key(job.row.event)
        return lines.parked(f"{key[:5]}-{key[5:10]}")

    async def _share(self, job: Job) -> str:
        """The reply that its asker wants everybody to see; the desk has looked whose it is."""
        found = await self._asked_by(job.row.event)
        if found is None or found.reply is None:
            return await self._close(job, "nothing to share")
        reply = read_reply(found.reply)
        # Whoever goes on from the shared reply goes on from its talk.
        await self._commit(job, reply, found.talk_after)
        return await self._send(job, reply)

    async def _remove(self, job: Job) -> str:
        """Take the clicked message away: it must be an answer to whoever clicked."""
        found = await self._asked_by(job.row.event, posted=job.row.event.message)
        if found is None or found.posted is None:
            return await self._close(job, "nothing to remove")
        await self.sender.delete(job.row.event, found.posted)
        return await self._close(job, "removed")

    async def _asked_by(self, click: Event, posted: str | None = None) -> Row | None:
        about = (click.platform, click.team, click.text, click.user)
        return await self.store.insist(self.state.find_reply, *about, posted=posted)

    async def _commit(self, job: Job, reply: Reply, talk: str | None, as_json: str | None = None) -> None:
        text = as_json or reply_json(reply)
        while not await self.store.insist(self.state.answered, held := job.row, text, talk, reply.ref):
            # Our own pump may have claimed it anew, when its lease had run out without a database.
            if job.row.owner == held.owner:
                raise NotOurs
        job.row = replace(job.row, state="sending", reply=text, talk_after=talk, ref=reply.ref)

    async def _send(self, job: Job, reply: Reply) -> str:
        """The committed reply on its way. One that a former life may have sent is looked up first."""
        began, row = perf_counter(), job.row
        job.outcome, job.ref = reply.outcome, reply.ref
        original = await self._original(row.event) if row.event.kind == "edit" else None
        out = Outgoing(row.event, reply, send_key(row.event), original.posted if original else None)

        async def may_go() -> None:
            if job.superseded and not job.look_first:
                raise Superseded
            if not self.lease.is_good:
                await self._commit(job, reply, row.talk_after)
            job.look_first = True

        posted = await self._sent(out, may_go, row, look_first=job.look_first)
        self._took(job, "send", began)
        if posted is None:
            return await self._close(job, "given up")
        await self._finish(row, reply, posted)
        return "sent"

    async def _sent(self, out: Outgoing, may_go: Step, row: Row, *, look_first: bool) -> str | None:
        """The id of our message, tried for an hour; None when nobody waits for it any more."""
        while True:
            try:
                return await self.sender.send(out, may_go, look_first=look_first)
            except Unsent as unsent:
                log.warning("put_off", why=str(unsent))
                look_first = True
            if self.clock() - row.received_at / 1000 > self.limits.give_up:
                self.watch.lost(row.event.platform, "given_up")
                return None

    async def _finish(self, row: Row, reply: Reply, posted: str) -> None:
        event = row.event
        # In one transaction: what is noted of a reply is noted if, and only if, the reply counts as sent.
        noting: list[Callable[[], object]] = [partial(self.state.sent, row, posted)]
        if reply.outcome == "error":
            noting.insert(0, partial(self.state.parked, row))
        if event.kind == "share":
            shared = (event.platform, event.team, reply.ref, event.user, event.channel, posted)
            noting.append(partial(self.state.share, *shared))
        elif reply.outcome == "abstain":
            noting.append(partial(self.state.unanswered, event.text, reply.nearest_topic))
        await self.store.insist(self.state.together, noting)

    async def _original(self, event: Event) -> Row | None:
        """The row of the question that an edit or a deletion is about."""
        about = (event.platform, event.team, event.channel, event.message)
        return await self.store.insist(self.state.find_answer, *about)

    async def _delete(self, job: Job) -> str:
        original = await self._original(job.row.event)
        if original and original.posted:
            await self.sender.delete(job.row.event, original.posted)
        return await self._close(job, "deleted")

    async def _close(self, job: Job, how: str) -> str:
        await self.store.insist(self.state.gone, job.row)
        return how

    def _took(self, job: Job, stage: str, began: float) -> None:
        job.milliseconds[stage] = round((perf_counter() - began) * 1000, 1)
