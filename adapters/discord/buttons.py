"""Buttons that survive restarts: all that a press needs stands in the button's own id, and nothing secret does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Literal, Protocol, Self, cast, get_args

import discord
from discord import ui

from adapters.discord import lines
from adapters.discord.limits import IN_A_ROW, LABEL, cut
from adapters.discord.tables import tabled
from bot.reply import Reply

Act = Literal["choice", "example", "source", "copy", "share", "remove", "trend", "file", "good", "bad", "page", "sheet"]
TEMPLATE = re.compile(
    rf"bb/(?P<act>{'|'.join(get_args(Act))})/(?P<ref>[0-9A-Za-z-]{{0,32}})/(?P<arg>[0-9a-z-]{{0,20}})/(?P<root>[0-9]{{0,20}})"
)
Items = tuple["Press", ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a button does, to which reply, with which number; `root` is the message that the talk began with."""

    act: Act
    ref: str = ""
    arg: str = ""
    root: str = ""

    @property
    def custom_id(self) -> str:
        """At most 100 characters."""
        return f"bb/{self.act}/{self.ref}/{self.arg}/{self.root}"


class Pressed(Protocol):
    """Whoever answers a press."""

    async def pressed(self, interaction: discord.Interaction[Any], mark: Mark) -> None:
        """Somebody pressed the button with this mark."""
        ...


class Press(ui.DynamicItem[ui.Button[Any]], template=TEMPLATE):
    """One of our buttons, as it is made and as it comes back."""

    def __init__(self, mark: Mark, label: str = "", *, first: bool = False) -> None:
        style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
        super().__init__(ui.Button(label=cut(label, LABEL) or None, style=style, custom_id=mark.custom_id))
        self.mark = mark

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """The button that was pressed, from its id."""
        del interaction
        return cls(_mark(match), cast("ui.Button[Any]", item).label or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Hand the press on."""
        await cast(Pressed, interaction.client).pressed(interaction, self.mark)


def mark_in(custom_id: str) -> Mark | None:
    """The mark that an id carries, if it is one of ours."""
    match = TEMPLATE.fullmatch(custom_id)
    return _mark(match) if match else None


def _mark(match: re.Match[str]) -> Mark:
    return Mark(cast(Act, match["act"]), match["ref"], match["arg"], match["root"])


def of_reply(reply: Reply, *, root: str, ephemeral: bool, more: bool) -> tuple[Items, ...]:
    """The buttons under a reply, in rows of at most five: its choices, then what can be done with it."""
    if reply.outcome == "error":
        return ()
    choices = tuple(
        Press(Mark("choice", reply.ref, str(number), root), choice.label, first=reply.outcome == "clarify")
        for number, choice in enumerate(reply.choices)
    )
    looks, deeds = tuple(_looks(reply, root, more=more)), tuple(_deeds(reply, root, ephemeral=ephemeral))
    together = in_rows((*looks, *deeds))
    return (*in_rows(choices), *(together if len(together) == 1 else (*in_rows(looks), *in_rows(deeds))))


def _looks(reply: Reply, root: str, *, more: bool) -> Iterator[Press]:
    """What shows more of the reply."""

    def press(act: Act, label: str, arg: str = "") -> Press:
        return Press(Mark(act, reply.ref, arg, root), label)

    if more:
        yield press("page", lines.MORE, "1")
    if reply.citations:
        yield press("source", lines.SOURCE)
    if reply.copy:
        yield press("copy", lines.COPY)
    if shown := tabled(reply):
        yield press("trend", lines.TREND if shown[0].kind == "over_time" else lines.CHART)
    if reply.series or len(reply.figures) > 1:
        yield press("file", lines.FILE)


def _deeds(reply: Reply, root: str, *, ephemeral: bool) -> Iterator[Press]:
    """What is done with the reply, or said of it."""
    mark = Mark("share" if ephemeral else "remove", reply.ref, root=root)
    yield Press(mark, lines.SHARE if ephemeral else lines.REMOVE)
    if reply.outcome in {"answer", "abstain"}:
        yield Press(replace(mark, act="good"), lines.GOOD)
        yield Press(replace(mark, act="bad"), lines.BAD)


def turning(mark: Mark, page: int, pages: int) -> Items:
    """The buttons that turn the pages of what the mark names; none where there is one page."""
    back = (Press(replace(mark, arg=str(page - 1)), lines.BACK),) if page > 0 else ()
    further = (Press(replace(mark, arg=str(page + 1)), lines.NEXT),) if page + 1 < pages else ()
    return (*back, *further)


def example(question: str, number: int) -> Press:
    """A numbered question to ask by a press, known by its hash: the menu may change, and then it is not found."""
    return Press(Mark("example", arg=example_id(question)), lines.ask_number(number))


def example_id(question: str) -> str:
    """A short name of a question."""
    return blake2b(question.encode(), digest_size=6).hexdigest()


def in_rows(items: Iterable[Press]) -> tuple[Items, ...]:
    """Rows of at most five."""
    every = tuple(items)
    return tuple(every[start : start + IN_A_ROW] for start in range(0, len(every), IN_A_ROW))


def root_in(components: Iterable[object]) -> str:
    """The root of the talk, as our buttons on a message say it; empty where none does."""
    for component in components:
        mark = mark_in(getattr(component, "custom_id", None) or "")
        if mark and mark.root:
            return mark.root
        if found := root_in(getattr(component, "children", ())):
            return found
    return ""
