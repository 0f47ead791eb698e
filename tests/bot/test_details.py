"""Parts of a reply: nothing of it is lost, the source least of all; details hold all that travels with a figure."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from bot.details import body, copy_text, headline, source_details, source_line
from bot.reply import Reply
from tests.phrasings import ANY_OF_EACH, TODAY, Asking

UNANSWERED = ("burglary in Camden", "what can you do?", "hello", "write me a poem", "forecast of homicides", "")


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_the_parts_are_the_whole(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    parts = [headline(reply), *body(reply), source_line(reply)]
    assert sorted(parts) == sorted(reply.text.split("\n"))
    assert source_line(reply).startswith("Source: ")


@pytest.mark.parametrize("question", UNANSWERED)
def test_without_figures_there_is_no_source_line(bot: Bot, question: str) -> None:
    reply, _ = bot.ask(question, TODAY)
    assert source_line(reply) == ""
    assert "\n".join([headline(reply), *body(reply)]) == reply.text
    assert copy_text(reply) == ""


def test_a_doubt_stays_first(bot: Bot) -> None:
    replies = [bot.ask(asking.question, asking.now)[0] for asking in ANY_OF_EACH]
    doubtful = [reply for reply in replies if "in doubt" in reply.text]
    assert doubtful
    assert all("in doubt" in headline(reply) for reply in doubtful)


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_details_hold_what_travels_with_a_figure(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    told = "\n".join(source_details(reply))
    for figure in reply.figures:
        assert {figure.place, figure.period.label, figure.definition, figure.attributed_to, figure.status} <= {
            part for part in (figure.place, figure.period.label, figure.definition, figure.attributed_to, figure.status)
            if part in told
        }  # fmt: skip
        assert (figure.statement or figure.display) in told
    for citation in reply.citations:
        assert citation.text in told
        assert citation.licence in told


def test_a_fall_is_told_as_a_fall(bot: Bot) -> None:
    reply, _ = bot.ask("how many homicides in London in 2025?", TODAY)
    told = source_details(reply)
    assert "97 homicides · London (Metropolitan Police area) · 2025" in told
    assert "Homicides down 11% · London (Metropolitan Police area) · 2025, against 2024" in told


def test_how_a_figure_was_worked_out_is_told(bot: Bot) -> None:
    reply, _ = bot.ask("what share of homicide victims in 2025 were under 25?", TODAY)
    assert "Worked out as 18 / 97." in source_details(reply)


def test_the_nearest_have_details_too(bot: Bot) -> None:
    reply, _ = bot.ask("homicides in London in 2011", TODAY)
    assert reply.outcome == "abstain"
    assert reply.nearest[0].definition in "\n".join(source_details(reply))


def test_what_is_copied_has_its_citation(bot: Bot) -> None:
    reply, _ = bot.ask("how many homicides in London in 2025?", TODAY)
    assert copy_text(reply).split("\n") == [reply.copy, reply.citations[0].text]


def test_an_error_has_parts_too() -> None:
    assert (headline(Reply("error", "One.\nTwo.")), body(Reply("error", "One.\nTwo."))) == ("One.", ("Two.",))
