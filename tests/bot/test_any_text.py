"""Whatever is sent: a reply, nothing in it that pings or links, no figure for nothing, and the same one twice.

The sample of what `make strings` asks by the hundred thousand, where the time of each is measured too.
"""

from __future__ import annotations

import pytest

from adapters.contract import reply_json
from bot.bot import Bot
from tests.phrasings import TODAY
from tests.torture.texts import Texts, wrong_in

MANY, PARTS = 2_000, 8


@pytest.mark.parametrize("part", range(PARTS))
def test_any_text_has_a_safe_reply(whole: Bot, part: int) -> None:
    texts, again = Texts.of(whole.knowledge), Bot(whole.knowledge)
    wrong = []
    for number in range(part, MANY, PARTS):
        made = texts.made(number)
        reply, _ = whole.ask(made.text, TODAY)
        wrong += [(number, made.kind, what) for what in wrong_in(reply, made)]
        if reply_json(again.ask(made.text, TODAY)[0]) != reply_json(reply):
            wrong.append((number, made.kind, "another reply the second time"))
    assert wrong == []
