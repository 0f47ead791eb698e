"""The app's home page: what can be asked, where the figures stand, one's own newest questions. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, HeaderBlock, PlainTextObject
from slack_sdk.models.views import View

from adapters.slack import limits, lines
from adapters.slack.fitting import cut, packed
from adapters.slack.render import Piece, button, small, text_block
from bot.menu import Menu, SourceShown, Topic

SETTINGS = "open_settings"
MOST_GROUPS, MOST_SOURCES, MOST_RECENT = 40, 10, 5


class Question(Protocol):
    """A question that was asked here; the desk's `Asked` is one."""

    @property
    def text(self) -> str:
        """Its words."""
        ...


def page(menu: Menu, recent: Sequence[Question]) -> dict[str, Any]:
    """The home page of one person."""
    blocks = [
        _header(lines.HOME_TITLE),
        text_block(lines.HOME_HOW),
        *_titled(lines.TRY, map(text_block, menu.examples[: limits.PROMPTS])),
        *_titled(lines.CAN_ASK, _topics(menu.topics)),
        *_titled(lines.STANDS, _sources(menu.sources, menu.version)),
        *_titled(lines.RECENT, _recent(recent)),
        DividerBlock(),
        ActionsBlock(block_id="home", elements=[button(lines.WHOLE_WORKSPACE, SETTINGS, "workspace")]),
    ]
    view: Piece = View(type="home", blocks=blocks[: limits.BLOCKS_OF_A_PAGE]).to_dict()
    return view


def prompts(menu: Menu) -> list[dict[str, str]]:
    """What the empty Messages tab offers to ask."""
    return [{"title": cut(one, limits.BUTTON), "message": one} for one in menu.examples[: limits.PROMPTS]]


def _header(text: str) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=text, emoji=False))


def _titled(title: str, blocks: Iterable[Block]) -> list[Block]:
    inside = list(blocks)
    return [_header(title), *inside] if inside else []


def _topics(topics: Sequence[Topic]) -> Iterator[Block]:
    """A group a paragraph: each topic with the time from which and until which figures are held."""
    groups: dict[str, list[Topic]] = {}
    for topic in sorted(topics, key=lambda topic: topic.group):
        groups.setdefault(topic.group, []).append(topic)
    for group, inside in list(groups.items())[:MOST_GROUPS]:
        yield text_block(f"{group.capitalize()}: {', '.join(map(_topic, inside))}")


def _topic(topic: Topic) -> str:
    when = topic.first if topic.first == topic.last else f"{topic.first} to {topic.last}"
    return f"{topic.label} ({when})" if when.strip() else topic.label


def _sources(sources: Sequence[SourceShown], version: str) -> Iterator[Block]:
    newest = sorted(sources, key=lambda one: one.published, reverse=True)[:MOST_SOURCES]
    said = [lines.source(one.publisher, one.title, one.published, one.figures) for one in newest]
    yield from (text_block(text) for text in packed(said, limits.SECTION))
    if version:
        yield from small([lines.version(version)])


def _recent(recent: Sequence[Question]) -> Iterator[Block]:
    asked = [text_block(cut(one.text, limits.OPTION_VALUE)) for one in recent[:MOST_RECENT] if one.text]
    yield from asked or small([lines.NOTHING_RECENT])
