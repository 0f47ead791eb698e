"""The pages that open over a conversation: source, copy, reason, the form of the shortcut, settings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from adapters.desk.preferences import Preferences
from adapters.slack import limits, lines
from adapters.slack.fitting import cut, packed
from adapters.slack.render import Piece, small, text_block
from bot.details import copy_text, source_details
from bot.menu import Menu, Slot, Suggestion
from bot.reply import Reply

REASON, ASK, SETTINGS, CLOSED = "reason", "ask_figure", "settings", "closed"
TOPIC, PLACE, PERIOD, WHO, COLLECTIONS = "topic", "place", "period", "who", "collections"
SLOTS: tuple[Slot, ...] = ("topic", "place", "period")
ONLY_ME, EVERYBODY = "private", "public"
Values = dict[str, dict[str, dict[str, Any]]]


def source(reply: Reply) -> Piece:
    """Dataset, release, licence, definition and how it was worked out, a paragraph each."""
    return _page(lines.SOURCE, [text_block(text) for text in packed(source_details(reply), limits.SECTION)[:50]])


def copied(reply: Reply) -> Piece:
    """The sentence and its citation in a field, where a keystroke selects all of it."""
    text = cut(copy_text(reply), limits.INPUT)
    field = PlainTextInputElement(action_id="copied", multiline=True, initial_value=text)
    block = InputBlock(block_id="copied", label=_plain(lines.COPY_LABEL), element=field, optional=True)
    return _page(lines.COPY, [block])


def note(title: str, line: str) -> Piece:
    """One line."""
    return _page(title, [text_block(line)])


def reason(ref: str) -> Piece:
    """What is not right with the answer `ref`."""
    field = PlainTextInputElement(action_id="said", multiline=True, max_length=limits.REASON)
    block = InputBlock(
        block_id="said", label=_plain(lines.REASON), hint=_plain(lines.REASON_HINT), element=field, optional=True
    )
    return _form(lines.NOT_RIGHT, REASON, lines.SEND, [block], ref)


def reason_in(view: Piece) -> str:
    """What was written into the form."""
    return str(_values(view).get("said", {}).get("said", {}).get("value") or "")[: limits.REASON]


def ask() -> Piece:
    """What, where and when, each looked up while it is typed."""
    fields = (
        (TOPIC, lines.TOPIC, lines.TYPE_TOPIC, False),
        (PLACE, lines.PLACE, lines.TYPE_PLACE, True),
        (PERIOD, lines.PERIOD, lines.TYPE_PERIOD, True),
    )
    blocks = [_select(name, label, hint, optional=optional) for name, label, hint, optional in fields]
    return _form(lines.ASK, ASK, lines.LOOK_UP, blocks)


def chosen(view: Piece) -> dict[str, str]:
    """What was chosen in each field of a form; empty where nothing was."""
    return {
        name: str((field.get("selected_option") or {}).get("value") or "")
        for block in _values(view).values()
        for name, field in block.items()
    }


def settings(menu: Menu, now: Preferences, channel: str) -> Piece:
    """What a channel, or with "" the workspace, has set, to be changed."""
    place = next((found for found in menu.places if found.value == now.place), None)
    who = [_option(Suggestion(ONLY_ME, lines.ONLY_ME)), _option(Suggestion(EVERYBODY, lines.EVERYBODY))]
    asked = RadioButtonsElement(action_id=WHO, options=who, initial_option=who[0] if now.private else who[1])
    blocks = [
        _select(PLACE, lines.PLACE_SETTING, lines.TYPE_PLACE, optional=True, now=place),
        InputBlock(block_id=WHO, label=_plain(lines.PRIVATE_SETTING), element=asked),
        *_collections(menu.collections, now.collections),
    ]
    return _form(lines.SETTINGS, SETTINGS, lines.SAVE, blocks, channel)


def set_in(view: Piece, before: Preferences) -> Preferences:
    """What the settings form says, over what was set before."""
    picked = chosen(view)
    ticked = _values(view).get(COLLECTIONS, {}).get(COLLECTIONS, {}).get("selected_options") or ()
    names = tuple(str(option["value"]) for option in ticked)
    return Preferences(picked.get(PLACE, ""), picked.get(WHO) != EVERYBODY, names, before.plain)


def options(found: Iterable[Suggestion]) -> list[dict[str, Any]]:
    """Suggestions as Slack's options."""
    fit = (one for one in found if 0 < len(one.value) <= limits.OPTION_VALUE and one.label)
    return [_option(one).to_dict() for one in list(fit)[: limits.OPTIONS]]


def text_of(view: Piece) -> str:
    """All words of a page, for where it cannot be opened."""
    texts = [block.get("text", {}).get("text") or block.get("element", {}).get("initial_value") for block in _of(view)]
    return cut("\n".join(filter(None, texts)), limits.TEXT)


def without_inputs(view: Piece) -> list[Piece]:
    """The page's blocks as a message may hold them."""
    return [text_block(text).to_dict() for text in packed(text_of(view).split("\n"), limits.SECTION)]


def _of(view: Piece) -> Sequence[Piece]:
    return view.get("blocks") or ()


def _values(view: Piece) -> Values:
    return (view.get("state") or {}).get("values") or {}


def _collections(known: tuple[str, ...], now: tuple[str, ...]) -> list[Block]:
    if len(known) < 2:
        return []
    boxes = [_option(Suggestion(name, name.capitalize())) for name in known[:10]]
    ticked = [box for box in boxes if box.value in now]
    field = CheckboxesElement(action_id=COLLECTIONS, options=boxes, initial_options=ticked or None)
    label, hint = _plain(lines.COLLECTIONS_SETTING), _plain(lines.COLLECTIONS_HINT)
    return [InputBlock(block_id=COLLECTIONS, label=label, hint=hint, element=field, optional=True)]


def _select(name: str, label: str, hint: str, *, optional: bool, now: Suggestion | None = None) -> InputBlock:
    field = ExternalDataSelectElement(
        action_id=name, placeholder=_plain(hint), min_query_length=0, initial_option=_option(now) if now else None
    )
    return InputBlock(block_id=name, label=_plain(label), element=field, optional=optional)


def _option(one: Suggestion) -> Option:
    return Option(value=one.value, text=_plain(cut(one.label, limits.OPTION)))


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def _page(title: str, blocks: Sequence[Block]) -> Piece:
    shown = blocks or small([lines.EXPIRED])
    view = View(type="modal", callback_id=CLOSED, title=_plain(title), close=_plain(lines.CLOSE), blocks=list(shown))
    return view.to_dict()


def _form(title: str, name: str, send: str, blocks: Sequence[Block], about: str = "") -> Piece:
    view = View(
        type="modal", callback_id=name, title=_plain(cut(title, limits.TITLE_OF_A_FORM)), submit=_plain(send),
        close=_plain(lines.CANCEL), blocks=list(blocks), private_metadata=about,
    )  # fmt: skip
    return view.to_dict()
