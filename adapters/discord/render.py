"""A reply as a Discord message: a card, or plain text. Pure: no client, no clock; the figure first, its source always.

Every page of a reply repeats its first line and its source. What the knowledge or a user wrote is never markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict

import discord
from discord import ui

from adapters.discord import lines
from adapters.discord.buttons import Items, Mark, in_rows, of_reply, turning
from adapters.discord.limits import ALT, BOX, CARD_PAGE, CONTENT, LONGEST_LINE, PAGE_NUMBER, ROWS, cut, pages
from adapters.discord.tables import shared, tabled, tables
from bot.details import body, copy_text, headline, source_details, source_line
from bot.reply import Reply

# A calm blue for figures; everything else goes without a colour.
FIGURES = discord.Colour(0x4A6FA5)
LONGEST_HEADING = 90
_OPENS_MARKUP = re.compile(r"^(\s*)(#{1,3}|-#)(?=\s)", re.MULTILINE)


class Editing(TypedDict):
    """The arguments of an edit: what is not of the new kind, or no longer there, is taken away."""

    content: str | None
    view: Any
    attachments: list[discord.File]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a reply is shown: to its asker alone, in which talk, by whom it is shared, as plain text or as a card."""

    ephemeral: bool = False
    root: str = ""
    shared_by: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Attached:
    """A file at a message; `alt` is what a picture says, for those who hear it."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message to send: `content` is None on a card, whose text stands in its view."""

    content: str | None
    view: ui.LayoutView | ui.View
    attached: tuple[Attached, ...] = ()

    @property
    def text(self) -> str:
        """All that is to be read, without the buttons."""
        if self.content is not None:
            return self.content
        return "\n".join(item.content for item in self.view.walk_children() if isinstance(item, ui.TextDisplay))

    def editing(self) -> Editing:
        """The arguments of an edit or a followup."""
        files = [
            discord.File(io.BytesIO(one.content), one.name, description=cut(one.alt, ALT) or None)
            for one in self.attached
        ]
        return {"content": self.content, "view": self.view, "attachments": files}


def answer(reply: Reply, seat: Seat, page: int = 0) -> Message:
    """One page of a reply."""
    top = (lines.shared_by(seat.shared_by),) if seat.shared_by else ()
    first, source = _first(reply, plain=seat.plain), _source(reply, plain=seat.plain)
    held = _on_pages(reply, _room(*top, *first, *source, plain=seat.plain), plain=seat.plain)
    page = min(max(page, 0), len(held) - 1)
    counted = (_quiet(lines.page_of(page + 1, len(held)), plain=seat.plain),) if len(held) > 1 else ()
    text = "\n".join(line for line in (*top, *first, *held[page], *source, *counted) if line)
    if page:
        rows: tuple[Items, ...] = (turning(Mark("page", reply.ref, root=seat.root), page, len(held)),)
    else:
        rows = of_reply(reply, root=seat.root, ephemeral=seat.ephemeral, more=len(held) > 1)
    return _message(text, rows, plain=seat.plain, colour=FIGURES if reply.figures else None)


def sheet(
    heading: str, said: Sequence[str], turn: Mark, page: int = 0, *, extra: Items = (), plain: bool = False,
    boxed: bool = False, rows: int | None = None, picture: Attached | None = None,
    below: Sequence[str] = (),
) -> Message:  # fmt: skip
    """A list under a heading, on pages; `turn` names it on the buttons that turn them. Boxed lines are set as typed.

    A picture stands between the heading and the list; what is below stands on every page.
    """
    heading = cut(escaped(heading), LONGEST_LINE)
    held = pages(said, _room(heading, *below, plain=plain) - BOX, rows)
    page = min(max(page, 0), len(held) - 1)
    text = "\n".join(held[page])
    counted = (_quiet(lines.page_of(page + 1, len(held)), plain=plain),) if len(held) > 1 else ()
    shown = (f"```\n{text}\n```" if boxed else text, *below, *counted)
    buttons = (*in_rows(turning(turn, page, len(held))), *in_rows(extra))
    return _message("\n".join(shown), buttons, plain=plain, heading=f"**{heading}**", picture=picture)


def sources(reply: Reply, page: int = 0, *, plain: bool = False) -> Message:
    """Where each figure of a reply comes from, and how it came about."""
    cited = {citation.text for citation in reply.citations}
    told = [_quiet(escaped(line), plain=plain or line in cited) for line in source_details(reply)]
    said = told or [lines.no_source()]
    return sheet(lines.HEADINGS["source"], said, Mark("source", reply.ref), page, plain=plain)


def copy(reply: Reply, page: int = 0, *, plain: bool = False) -> Message:
    """The sentence to quote, set as typed so that it can be copied whole."""
    said = [_boxed(line) for line in copy_text(reply).split("\n")] if reply.copy else [lines.nothing_to_copy()]
    return sheet(lines.HEADINGS["copy"], said, Mark("copy", reply.ref), page, plain=plain, boxed=bool(reply.copy))


def trend(reply: Reply, page: int = 0, *, plain: bool = False, picture: Attached | None = None) -> Message:
    """The series behind a reply as a table of text, with their picture where there is one."""
    mark = Mark("trend", reply.ref)
    if not (shown := tabled(reply)):
        return sheet(lines.TREND, [lines.no_trend()], mark, plain=plain)
    first = shown[0]
    heading = lines.trend_heading(first.label, first.unit, shared(shown))
    said = [_boxed(line) for line in tables(shown)]
    below = _source(reply, plain=plain)
    return sheet(heading, said, mark, page, plain=plain, boxed=True, rows=ROWS, picture=picture, below=below)


def files(said: str, attached: tuple[Attached, ...], *, plain: bool = False) -> Message:
    """Files under one line; on a card none of them is opened."""
    if plain:
        return Message(said, _plain_view(()), attached)
    listed = [ui.File[Any](f"attachment://{one.name}") for one in attached]
    return Message(None, _card([ui.TextDisplay(said), *listed], (), None), attached)


def escaped(text: str) -> str:
    """Text of others as text: no markup, no mention, no emoji, no timestamp."""
    safe = discord.utils.escape_mentions(discord.utils.escape_markdown(text.replace("\x1b", "")))
    return _OPENS_MARKUP.sub(r"\1\\\2", safe).replace("<", "\\<")


def _on_pages(reply: Reply, room: int, *, plain: bool) -> tuple[tuple[str, ...], ...]:
    """The rest of the text; where it needs several pages, what warns of the figures stands on the first."""
    warnings = (*reply.caveats, *reply.assumed)
    told = [(line.startswith(warnings), escaped(line)) for line in body(reply)]
    said = [(warns, _quiet(line, plain=plain or not warns)) for warns, line in told]
    held = pages((line for _, line in said), room)
    return held if len(held) == 1 else pages((line for _, line in sorted(said, key=lambda one: not one[0])), room)


def _first(reply: Reply, *, plain: bool) -> tuple[str, ...]:
    """The figure, large where it is short; its place and period under it."""
    said = headline(reply)
    figure, _, rest = said.partition(" · ")
    if plain or not reply.figures or not rest or len(figure) > LONGEST_HEADING:
        shown = cut(escaped(said), LONGEST_LINE)
        return (f"**{shown}**",) if reply.figures and not plain and len(shown) < LONGEST_LINE else (shown,)
    return f"## {escaped(figure)}", cut(escaped(rest), LONGEST_LINE)


def _source(reply: Reply, *, plain: bool) -> tuple[str, ...]:
    said = source_line(reply)
    return (_quiet(cut(escaped(said), LONGEST_LINE), plain=plain),) if said else ()


def _room(*always: str, plain: bool) -> int:
    """What is left of a page beside the lines that stand on every one, and the page's own number."""
    return (CONTENT if plain else CARD_PAGE) - sum(len(line) + 1 for line in always) - PAGE_NUMBER


def _quiet(text: str, *, plain: bool) -> str:
    return text if plain else f"-# {text}"


def _boxed(text: str) -> str:
    return text.replace("`", "'")


def _message(
    text: str, rows: Sequence[Items], *, plain: bool, colour: discord.Colour | None = None, heading: str = "",
    picture: Attached | None = None,
) -> Message:  # fmt: skip
    whole = f"{heading}\n{text}" if heading else text
    shown = [ui.TextDisplay[Any](heading), _gallery(picture), ui.TextDisplay[Any](text)] if picture else []
    view = _plain_view(rows) if plain else _card(shown or [ui.TextDisplay(whole)], rows, colour)
    # Our buttons are known by their ids: nothing need be kept, or listened for, for a single message.
    view.stop()
    return Message(whole if plain else None, view, (picture,) if picture else ())


def _gallery(picture: Attached) -> ui.MediaGallery[Any]:
    return ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{picture.name}", description=cut(picture.alt, ALT) or None)
    )


def _plain_view(rows: Sequence[Items]) -> ui.View:
    view = ui.View(timeout=None)
    for number, row in enumerate(rows):
        for item in row:
            item.row = number
            view.add_item(item)
    return view


def _card(shown: Sequence[ui.Item[Any]], rows: Sequence[Items], colour: discord.Colour | None) -> ui.LayoutView:
    card: ui.Container[ui.LayoutView] = ui.Container(*shown, accent_colour=colour)
    if rows:
        card.add_item(ui.Separator(visible=False))
    for row in rows:
        card.add_item(ui.ActionRow(*row))
    return ui.LayoutView(timeout=None).add_item(card)
