"""The series of a reply as a message: what it shows in sentences, Slack's chart, a table, the source. Pure."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock

from adapters.pictures.alt import sentences
from adapters.pictures.subject import drawable
from adapters.slack import limits, lines
from adapters.slack.chart import chart_block, table_block
from adapters.slack.fitting import cut, fitted
from adapters.slack.mrkdwn import escaped
from adapters.slack.narrowing import narrowed
from adapters.slack.render import PICTURE, Message, button, small, text_block
from bot.reply import Reply

DRAWN_BY_SLACK = frozenset({"data_visualization", "data_table"})


def trend(reply: Reply) -> Message:
    """What the series of a reply show, said, drawn and set out as a table; a line where nothing can be drawn."""
    series = drawable(reply)
    if not series:
        return Message(lines.NOTHING_TO_DRAW, ())
    shown = narrowed(series)
    said = " ".join(sentences(shown.chart))
    # The reply may lead with a figure of another source: what the chart says is of the series' own.
    source = shown.chart.source
    breaks = (warning for one in series for warning in one.breaks)
    notes = [*shown.notes, *dict.fromkeys((*breaks, *reply.caveats))][: limits.NOTES]
    picture = button(lines.PICTURE, PICTURE, reply.ref, lines.PICTURE_ALOUD)
    blocks = [
        text_block(said).to_dict(),
        chart_block(shown.chart),
        table_block(shown.listed),
        *(block.to_dict() for line in (source, *notes) for block in small([line])),
        ActionsBlock(block_id="drawn", elements=[picture]).to_dict(),
    ]
    kept = [cut(escaped(part), limits.TEXT // 3) for part in (said, source)]
    return Message(fitted(kept, map(escaped, notes), limits.TEXT), tuple(blocks))


def without_chart(said: Message) -> Message:
    """The same words, for where Slack refuses its own chart or table: the picture is still to be had."""
    return Message(said.text, tuple(block for block in said.blocks if block["type"] not in DRAWN_BY_SLACK))
