"""One contract for every renderer: figure, unit, place, period, source and caveats are shown, and nothing is markup."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from adapters import console
from adapters.contract import read_reply, reply_json
from adapters.discord import render
from bot.bot import Bot
from bot.reply import Reply
from tests.phrasings import ANY_OF_EACH, HOSTILE, TODAY, Asking


def terminal(reply: Reply) -> str:
    return console.render(reply)


def coloured(reply: Reply) -> str:
    return console.render(reply, colour=True)


def discord_card(reply: Reply) -> str:
    return render.answer(reply, render.Seat()).text.replace("\\", "")


def discord_plain(reply: Reply) -> str:
    return render.answer(reply, render.Seat(plain=True)).text.replace("\\", "")


def as_json(reply: Reply) -> str:
    return read_reply(reply_json(reply)).text


RENDERERS: tuple[Callable[[Reply], str], ...] = (terminal, coloured, discord_card, discord_plain, as_json)


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_shows_all_that_travels_with_a_figure(bot: Bot, render: Callable[[Reply], str], asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    shown, figure = render(reply), reply.figures[0]
    assert (figure.display or figure.statement or "") in shown or (figure.statement or "") in shown
    assert figure.place in shown
    assert figure.period.label in shown or figure.period.id == "undated"
    assert reply.citations[0].publisher in shown
    assert all(caveat in shown for caveat in reply.caveats)


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_echoes_nothing_that_pings_links_or_formats(bot: Bot, render: Callable[[Reply], str], hostile: str) -> None:
    reply, _ = bot.ask(f"homicides {hostile} in London", TODAY)
    shown = render(reply)
    for token in ("@everyone", "@here", "@channel", "<!", "<@", "<script", "](", "\x1b]", "\u202e", "https://evil"):
        assert token not in shown


def test_json_round_trip(bot: Bot) -> None:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    assert read_reply(reply_json(reply)) == reply
