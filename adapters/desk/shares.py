"""Each team its share: a flood of one leaves room for the questions of the others."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from typing import Generic, TypeVar

from adapters.desk.event import Event

T = TypeVar("T")
Team = tuple[str, str]


def team_of(event: Event) -> Team:
    """Whose an event is."""
    return event.platform, event.team


def share(most: int, teams: Iterable[Team]) -> int:
    """How much of so much each team may have, with as much again left for one that comes new."""
    return max(most // (len(set(teams)) + 1), 1)


class Room:
    """How many rows may be taken in hand: one half is anybody's, of the other no team gets beyond its share."""

    def __init__(self, most: int, in_hand: Counter[Team]) -> None:
        self._in_hand, self._share = in_hand, share(most, in_hand)
        self._half = max(most // 2, 1) - in_hand.total()

    def left(self, platform: str, team: str) -> int:
        """How many more of a team."""
        return max(self._share - self._in_hand[platform, team], self._half, 0)


class Turns(Generic[T]):
    """Things that are lent one at a time: those who wait for one are served team by team, within a team in order."""

    def __init__(self) -> None:
        self._free: deque[T] = deque()
        self._waiting: OrderedDict[str, deque[asyncio.Future[T]]] = OrderedDict()

    def put(self, thing: T) -> None:
        """Give a thing to whoever is next; else it lies ready."""
        while self._waiting:
            whose, those = self._waiting.popitem(last=False)
            waiter = those.popleft()
            if those:
                self._waiting[whose] = those
            if not waiter.done():
                waiter.set_result(thing)
                return
        self._free.append(thing)

    async def get(self, whose: str) -> T:
        """A thing, when it is this one's turn."""
        if self._free:
            return self._free.popleft()
        waiter: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(whose, deque()).append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled():
                self.put(waiter.result())
            raise
