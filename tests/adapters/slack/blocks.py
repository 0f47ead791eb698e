"""Whether Slack would take a message: slack_sdk's models say most, and here is what they do not say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from adapters.slack import limits
from adapters.slack.render import Message

Piece = dict[str, Any]
UNKNOWN_TO_MODELS = {"data_visualization", "data_table"}


def check(message: Message) -> None:
    """Fails where Slack would refuse the message, or read markup in it."""
    assert 0 < len(message.text) <= limits.TEXT
    assert not re.search(r"<(?![@][A-Z0-9]+>)", message.text)
    assert len(message.blocks) <= limits.BLOCKS_OF_A_MESSAGE
    check_blocks(message.blocks)


def check_blocks(blocks: Sequence[Piece]) -> None:
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    assert len(ids) == len(set(ids))
    known = [block for block in blocks if block["type"] not in UNKNOWN_TO_MODELS]
    for block, parsed in zip(known, Block.parse_all(known), strict=True):
        parsed.validate_json()
        assert parsed.type == block["type"]
    tables = [block for block in blocks if block["type"] == "data_table"]
    charts = [block for block in blocks if block["type"] == "data_visualization"]
    assert len(tables) <= 1
    assert len(charts) <= limits.CHARTS_OF_A_MESSAGE
    for table in tables:
        _table(table)
    for chart in charts:
        _chart(chart)
    for text in _texts(list(blocks)):
        _text(text)
    actions = [one["action_id"] for one in _pieces(list(blocks)) if "action_id" in one]
    assert len(actions) == len(set(actions))


def _pieces(piece: Any) -> Iterator[Piece]:
    if isinstance(piece, list):
        for one in piece:
            yield from _pieces(one)
    elif isinstance(piece, dict):
        yield piece
        for one in piece.values():
            yield from _pieces(one)


def _texts(blocks: list[Piece]) -> Iterator[Piece]:
    return (one for one in _pieces(blocks) if one.get("type") in {"plain_text", "mrkdwn"})


def _text(text: Piece) -> None:
    assert text["text"].strip()
    if text["type"] == "plain_text":
        assert text.get("emoji") is False
    else:
        assert re.fullmatch(r"(Shared|Asked) by <@[A-Z0-9]+>", text["text"])


def _table(table: Piece) -> None:
    assert table["caption"]
    assert 2 <= len(table["rows"]) <= limits.TABLE_ROWS
    assert len({len(row) for row in table["rows"]}) == 1
    assert 2 <= len(table["rows"][0]) <= limits.TABLE_COLUMNS
    assert all(cell["text"] for row in table["rows"] for cell in row)
    assert 1 <= table["page_size"] <= 100


def _chart(block: Piece) -> None:
    assert 0 < len(block["title"]) <= limits.CHART_TITLE
    categories = block["chart"]["axis_config"]["categories"]
    assert 1 <= len(categories) <= limits.CHART_POINTS
    assert len(set(categories)) == len(categories)
    assert all(0 < len(label) <= limits.CHART_LABEL for label in categories)
    assert block["chart"]["type"] in {"line", "bar"}
    assert 0 < len(block["chart"]["axis_config"]["y_label"]) <= limits.CHART_LABEL
    assert 1 <= len(block["chart"]["series"]) <= limits.CHART_SERIES
    assert len({series["name"] for series in block["chart"]["series"]}) == len(block["chart"]["series"])
    for series in block["chart"]["series"]:
        assert all(isinstance(point["value"], int | float) for point in series["data"])
        assert [point["label"] for point in series["data"]] == categories
        assert 0 < len(series["name"]) <= limits.CHART_LABEL
