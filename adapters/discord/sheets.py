"""Lists about what Beatbook holds: its topics, its sources, and the page that helps. Pure, from the menu in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.discord import lines
from adapters.discord.buttons import Mark, example
from adapters.discord.limits import cut
from adapters.discord.render import Message, escaped, sheet
from bot.menu import Menu

MOST_NAMED = 8
# The page that helps stays one page, however long one's questions were.
LONGEST_RECENT = 100


def topics(menu: Menu, page: int = 0, *, plain: bool = False) -> Message:
    """What can be asked, by group."""
    return sheet(lines.HEADINGS["topics"], list(_topics(menu)), Mark("sheet", "topics"), page, plain=plain)


def sources(menu: Menu, page: int = 0, *, plain: bool = False) -> Message:
    """Where the figures come from."""
    return sheet(lines.HEADINGS["sources"], list(_sources(menu)), Mark("sheet", "sources"), page, plain=plain)


def helping(menu: Menu, name: str = "Beatbook", recent: Sequence[str] = (), *, plain: bool = False) -> Message:
    """How to ask (`name` is how we are mentioned), where the data stands, examples to press, one's newest questions."""
    said = [
        lines.how_to_ask(name),
        "",
        _standing(menu),
        "",
        f"**{lines.HEADINGS['try']}**",
        *(f"{number}. {escaped(text)}" for number, text in enumerate(menu.examples, 1)),
        "",
        f"**{lines.HEADINGS['recent']}**",
        *([f"- {escaped(cut(text, LONGEST_RECENT))}" for text in recent] or [lines.nothing_recent()]),
    ]
    shown = tuple(example(question, number) for number, question in enumerate(menu.examples, 1))
    return sheet(lines.HEADINGS["help"], said, Mark("sheet", "help"), extra=shown, plain=plain)


def named(name: str, menu: Menu, page: int, *, plain: bool) -> Message:
    """The sheet with this name."""
    return sources(menu, page, plain=plain) if name == "sources" else topics(menu, page, plain=plain)


def _topics(menu: Menu) -> Iterator[str]:
    group = ""
    for topic in menu.topics:
        if topic.group != group:
            group = topic.group
            yield f"**{escaped(group.capitalize())}**"
        yield f"- {escaped(lines.topic_line(topic.label, len(topic.places), topic.first, topic.last))}"


def _sources(menu: Menu) -> Iterator[str]:
    for source in menu.sources:
        title = lines.source_title(source.publisher, source.title, source.published, source.figures)
        yield f"- {escaped(title)}{f' {source.url}' if source.url else ''}"


def _standing(menu: Menu) -> str:
    most = ", ".join(topic.label for topic in menu.suggest("topic", "", MOST_NAMED))
    return lines.data_stands(len(menu.topics), len(menu.sources), escaped(most), menu.version[:8])
