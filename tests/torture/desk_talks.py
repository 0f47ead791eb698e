"""Interleaved follow-ups of many workspaces, talk by talk as the desk keeps them: nothing of another's talk shows.

python -m tests.torture.desk_talks --turns 100000
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib.resources import files
from pathlib import Path

from adapters.desk.answerer import read_talk
from adapters.desk.event import Event, talk_key
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build
from tests.adapters.desk.rig import TODAY, asked, questions, replies

WORKSPACES = 50
USERS = 20
FOLLOW_UPS = ("and in 2024?", "and in 2023?", "what about Camden?")


def expected_turns(bot: Bot, topics: int) -> dict[str, list[str]]:
    """What the bot says to each topic and its follow-ups, asked alone."""
    return {topic: replies(bot, topic, *FOLLOW_UPS) for topic in questions()[:: max(len(questions()) // topics, 1)]}


def talking(number: int, text: str, workspace: int, user: int) -> Event:
    """Users and channels have the same ids in every workspace; half talk in private, half in a thread."""
    thread = "" if user % 2 else f"t{user}"
    return asked(number, text, team=f"T{workspace}", user=f"U{user}", channel="C1", thread=thread, private=not thread)


def foreign_turns(bot: Bot, turns: int, seed: int = 1) -> int:
    """How many of so many turns got another reply than the talk alone would have got."""
    chance, kept, wrong = random.Random(seed), dict[str, str](), 0  # noqa: S311
    expected = expected_turns(bot, 40)
    topics = list(expected)
    at: dict[tuple[int, int], tuple[str, int]] = {}
    for number in range(turns):
        who = chance.randrange(WORKSPACES), chance.randrange(USERS)
        topic, turn = at.get(who, ("", len(FOLLOW_UPS) + 1))
        if turn > len(FOLLOW_UPS):
            topic, turn = chance.choice(topics), 0
        event = talking(number, (topic, *FOLLOW_UPS)[turn], *who)
        before = None if turn == 0 else read_talk(kept[talk_key(event)])
        reply, after = bot.ask(event.text, TODAY, before)
        kept[talk_key(event)] = after.to_json()
        wrong += reply.text != expected[topic][turn]
        at[who] = topic, turn + 1
    return wrong


def foreign_of_part(built: Path, turns: int, seed: int) -> int:
    """The same with a bot of its own: one process's part."""
    return foreign_turns(Bot(KnowledgeBase.open(built, ("articles",))), turns, seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100_000)
    turns, many = parser.parse_args().turns, os.cpu_count() or 1
    parts = [turns * (n + 1) // many - turns * n // many for n in range(many)]
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(many) as processes:
        built = build((Path(str(files("knowledge") / "data")),), Path(folder)).path
        wrong = sum(processes.map(foreign_of_part, [built] * many, parts, range(1, many + 1)))
    print(f"{turns:,} turns of {WORKSPACES} workspaces: {wrong} with something foreign")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
