"""`beatbook serve`: the knowledge, the state, the desk, the doors and the platforms, until somebody says stop."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from adapters.berth import berth
from adapters.desk.answering import Crashed, Crew
from adapters.desk.desk import Desk
from adapters.desk.limits import Limits
from adapters.guest import Factory, Guest, Tools
from adapters.http.gate import NoSecret
from adapters.http.health import Check, Checks, Pulse, threaded
from adapters.http.metrics import Metrics
from adapters.http.refusals import Refusals
from adapters.http.surface import Addresses, CannotListen, Surface
from adapters.logs import logging_to
from adapters.redaction import Redactor, secrets_of
from adapters.service import MOST_SECONDS, End, Service
from adapters.state.database import url_beside
from adapters.state.errors import StateError
from adapters.state.state import State
from adapters.wiring import House
from knowledge.shelf import current

WORKERS = 2


def _slack(house: House, tools: Tools) -> Guest:
    from adapters.slack.app import SlackGuest

    return SlackGuest(house, tools)


def _discord(house: House, tools: Tools) -> Guest:
    from adapters.discord.app import guest

    return guest(house, tools)


# A new platform is one line here. Its library is loaded where it is served.
PLATFORMS: Mapping[str, Factory] = {"slack": _slack, "discord": _discord}


class CannotServe(Exception):
    """Why nothing can be served: one line for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How to serve: what an installation may set, and what tests replace."""

    at: Addresses = field(default_factory=Addresses)
    workers: int = WORKERS
    platforms: Mapping[str, Factory] = field(default_factory=lambda: PLATFORMS)
    clock: Callable[[], float] = time.time
    ending: float = MOST_SECONDS
    limits: Limits = field(default_factory=Limits)


def serve(house: House, names: Sequence[str], how: Serving | None = None, log_to: TextIO | None = None) -> int:
    """Answer on the platforms until SIGTERM or SIGINT; the exit code.

    Raises CannotServe, SettingsError, NothingBuilt or KnowledgeError before anything is answered.
    """
    how = how or _as_set(house)
    chosen = _chosen(names, how.platforms)
    house.bot().knowledge.close()
    secrets = secrets_of(house.settings)
    logging_to(log_to or sys.stderr, how.clock, secrets=secrets)
    end = End(how.ending)
    try:
        with berth(house.settings.home) as worker, closing(open_state(house, how)) as state:
            return asyncio.run(_until_stopped(house, state, chosen, how, end, worker))
    except (StateError, CannotListen, NoSecret, Crashed, OSError) as fault:
        raise CannotServe(Redactor(secrets)(str(fault))) from None
    finally:
        end.reached()


def _as_set(house: House) -> Serving:
    said = house.settings
    at = Addresses(said.http_host, said.http_port, said.metrics_host, said.metrics_port)
    return Serving(at, workers=said.workers)


def _chosen(names: Sequence[str], platforms: Mapping[str, Factory]) -> Mapping[str, Factory]:
    known = ", ".join(platforms) or "none in this version"
    if not names:
        raise CannotServe(f"name the platforms to serve, as in: beatbook serve slack discord (known: {known})")
    if unknown := [name for name in names if name not in platforms]:
        raise CannotServe(f"no platform is called {_quotable(unknown[0])} (known: {known})")
    return {name: platforms[name] for name in names}


def _quotable(name: str) -> str:
    return f"“{''.join(letter for letter in name if letter.isprintable())[:30]}”"


def open_state(house: House, how: Serving | None = None) -> State:
    """The installation's state, to be closed; raises StateError."""
    how = how or Serving()
    url = house.settings.database_url
    return State.open(url.reveal() if url else url_beside(house.settings.home), how.clock, how.limits.lease)


async def _until_stopped(
    house: House, state: State, chosen: Mapping[str, Factory], how: Serving, end: End, worker: str
) -> int:
    metrics = Metrics()
    tools = Tools(how.clock, metrics, end.give_up)
    guests = {name: make(house, tools) for name, make in chosen.items()}
    crew = Crew(lambda: _knowledge(house), house.settings.collections, size=how.workers)
    platforms = [guest.platform for guest in guests.values()]
    desk = Desk(state, platforms, crew, how.clock, how.limits, watch=metrics, worker=worker)
    metrics.watch_queue(lambda: desk.depth)
    pulse = Pulse(time.monotonic)
    checks = Checks(_looks(house, state, desk, guests, how.limits), time.monotonic, seen=metrics.ready)
    hooks = [hook for guest in guests.values() for hook in guest.webhooks]
    refusals = Refusals(metrics.refused, time.monotonic)
    surface = Surface(checks, pulse, metrics, refusals, clock=how.clock, webhooks=hooks)
    return await Service(desk, guests, surface, checks, pulse, how.at).run(end)


def _looks(house: House, state: State, desk: Desk, guests: Mapping[str, Guest], limits: Limits) -> Mapping[str, Check]:
    """What must hold for questions to be sent here."""
    ours = {
        "state": threaded(lambda: state.ready().why),
        "knowledge": _at_once(lambda: "" if current(house.built) else "no knowledge is built"),
        "queue": _at_once(lambda: f"{desk.depth} questions wait" if desk.depth >= limits.most_open else ""),
    }
    return ours | {name: _at_once(guest.lacking) for name, guest in guests.items()}


def _at_once(look: Callable[[], str]) -> Check:
    async def check() -> str:
        return look()

    return check


def _knowledge(house: House) -> Path:
    path = current(house.built)
    if path is None:
        raise Crashed("no knowledge is built; run: beatbook build")
    return path
