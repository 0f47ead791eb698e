"""Reply → Slack message: the text that is read aloud, and the card. Pure; every piece fits Slack's limits.

Nothing of a reply is ever markup: it stands in `plain_text`, which Slack does not read for any. The text at the top,
which notifications and screen readers get alone, is sent with markup off and its entities escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextActionsBlock,
    ContextBlock,
    FeedbackButtonObject,
    FeedbackButtonsElement,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from adapters.pictures.subject import drawable
from adapters.slack import limits, lines
from adapters.slack.fitting import cut, fitted, packed
from adapters.slack.mrkdwn import escaped
from bot.details import body, headline, source_line
from bot.reply import Reply

CHOICE, TREND, SOURCE, COPY, FIGURES, PICTURE, SHARE, REMOVE, FEEDBACK = (
    "choice", "trend", "source", "copy", "figures", "picture", "share", "remove", "feedback",
)  # fmt: skip
GOOD, BAD = "good", "bad"
Piece = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` holds everything that must be heard, `blocks` is the card."""

    text: str
    blocks: tuple[Piece, ...]


def message(reply: Reply, *, private: bool = False, note: str = "") -> Message:
    """A reply as its message. `note` is a line of our own in Slack's markup, such as who shared it."""
    blocks = [*_headline(reply), *_body(reply), *_choices(reply), *_beneath(reply, note), *_buttons(reply, private)]
    return Message(spoken(reply, note), tuple(block.to_dict() for block in blocks))


def spoken(reply: Reply, note: str = "") -> str:
    """All that the reply says, in the order in which it says it; where that is too long, the source comes second."""
    beneath = [note] if note else []
    whole = "\n".join([*map(escaped, reply.text.split("\n")), *beneath])
    if len(whole) <= limits.TEXT:
        return whole
    kept = [cut(escaped(headline(reply)), limits.TEXT // 3), cut(escaped(source_line(reply)), limits.TEXT // 3)]
    return fitted([*filter(None, kept), *beneath], map(escaped, body(reply)), limits.TEXT)


def chart_label(reply: Reply) -> str:
    """What the button that draws the reply is called: a trend over time, else a chart; empty where it has no button."""
    series = drawable(reply)
    points = sum(point.value is not None for one in series for point in one.points)
    if points < limits.LEAST_POINTS:
        return ""
    return lines.TREND if series[0].kind == "over_time" else lines.CHART


def text_block(text: str) -> SectionBlock:
    """A paragraph without markup."""
    return SectionBlock(text=PlainTextObject(text=cut(text, limits.SECTION), emoji=False))


def small(texts: Iterable[str]) -> list[ContextBlock]:
    """Small grey lines without markup: one block, its last element taking what is too much."""
    elements = [PlainTextObject(text=cut(text, limits.CONTEXT_TEXT), emoji=False) for text in texts if text]
    return [ContextBlock(elements=elements[: limits.CONTEXT_ELEMENTS])] if elements else []


def button(label: str, action: str, value: str, aloud: str | None = None) -> ButtonElement:
    """A button; `aloud` is what a screen reader says in the place of its label."""
    text = PlainTextObject(text=cut(label, limits.BUTTON), emoji=False)
    said = cut(aloud, limits.BUTTON) if aloud else None
    return ButtonElement(text=text, action_id=action, value=cut(value, limits.BUTTON_VALUE), accessibility_label=said)


def _headline(reply: Reply) -> list[Block]:
    """The figure in large, its place and period under it; of other replies the first line."""
    said = headline(reply).strip()
    figure, _, where = said.partition(" · ") if reply.outcome == "answer" else (said, "", "")
    if len(figure) > limits.HEADER or reply.outcome not in {"answer", "clarify", "abstain"}:
        return [text_block(said)] if said else []
    return [*([_header(figure)] if figure else []), *([text_block(where)] if where else [])]


def _header(text: str) -> HeaderBlock:
    return HeaderBlock(text=PlainTextObject(text=text, emoji=False))


def _quiet(reply: Reply) -> set[str]:
    """The lines that say how to read the figure, and not what it is."""
    return {*reply.caveats, " ".join(reply.assumed)}


def _body(reply: Reply) -> list[Block]:
    quiet = _quiet(reply)
    loud = [line for line in body(reply) if line not in quiet and line.strip()]
    paragraphs = loud if len(loud) <= limits.PARAGRAPHS else packed(loud, limits.SECTION)[: limits.PARAGRAPHS]
    return [text_block(text) for text in paragraphs]


def _beneath(reply: Reply, note: str) -> list[ContextBlock]:
    """The source, then what to know about it: small, and never cut for the sake of anything else."""
    quiet = _quiet(reply)
    notes = [line for line in body(reply) if line in quiet]
    by = [ContextBlock(elements=[MarkdownTextObject(text=note)])] if note else []
    # Each in a block of its own: Slack sets the elements of one block beside each other.
    return [block for line in (source_line(reply), *notes[: limits.NOTES]) for block in small([line])] + by


def _choices(reply: Reply) -> list[Block]:
    buttons = [
        button(choice.label, f"{CHOICE}_{number}", choice.question, choice.question)
        for number, choice in enumerate(reply.choices[: limits.CHOICES], 1)
        if choice.label and choice.question
    ]
    return [ActionsBlock(block_id="choices", elements=buttons)] if buttons else []


def _buttons(reply: Reply, private: bool) -> Iterator[Block]:
    """What can be done with the reply; nothing with one that has no reference."""
    if not reply.ref:
        return
    shown = [
        (chart_label(reply), chart_label(reply), TREND, None),
        (reply.figures, lines.SOURCE, SOURCE, None),
        (reply.figures, lines.COPY, COPY, None),
        (reply.series or len(reply.figures) > 1, lines.FIGURES, FIGURES, lines.FIGURES_ALOUD),
        (private and reply.outcome in {"answer", "abstain"}, lines.SHARE, SHARE, lines.SHARE_ALOUD),
        (not private, lines.REMOVE, REMOVE, lines.REMOVE_ALOUD),
    ]
    buttons = [button(label, action, reply.ref, aloud) for is_shown, label, action, aloud in shown if is_shown]
    if buttons:
        yield ActionsBlock(block_id="actions", elements=buttons)
    if reply.outcome in {"answer", "abstain"}:
        yield ContextActionsBlock(block_id="feedback", elements=[_feedback(reply.ref)])


def _feedback(ref: str) -> FeedbackButtonsElement:
    good, bad = (
        FeedbackButtonObject(
            text=PlainTextObject(text=label, emoji=False), value=f"{verdict} {ref}", accessibility_label=aloud
        )
        for label, verdict, aloud in (
            (lines.USEFUL, GOOD, lines.USEFUL_ALOUD),
            (lines.NOT_RIGHT, BAD, lines.NOT_RIGHT_ALOUD),
        )
    )
    return FeedbackButtonsElement(action_id=FEEDBACK, positive_button=good, negative_button=bad)
