"""How fresh what is held is: asked about, said beside the latest figure, and listed where it is overdue."""

from __future__ import annotations

from datetime import date

import pytest

from bot.bot import Bot
from bot.freshness import standings, standings_of
from knowledge.base import KnowledgeBase
from knowledge.model import IndicatorId, PlaceId
from tests.phrasings import TODAY

BURGLARY, CAMDEN = IndicatorId("burglary"), PlaceId("camden")
BEFORE_DUE, AFTER_DUE = date(2026, 8, 10), date(2026, 8, 11)
OVERDUE = "These figures run to June 2026; the next release was due on 10 August 2026 and is not held yet."
# A question on freshness → the beginning of a line of its reply.
ASKED = {
    "how fresh is your burglary data": "Burglary offences: to June 2026 (Metropolitan Police, July 2026).",
    "how up to date is the knife crime data": "Knife crime offences: to February 2026 (",
    "when is the next burglary release": "Burglary offences: to June 2026",
    "when are the next burglary figures due in Camden": "Burglary offences: to June 2026",
    "when was the burglary data last updated": "Burglary offences: to June 2026",
    "how recent is your data on police officers": "Police officers: to March 2026",
    "mobile phone thefts: when is the next release": "Mobile phone thefts: no regular release is held;",
    "when is the next update": "MPS Recorded Crime: Geographic Breakdown: to June 2026",
    "is your data up to date": "MPS Recorded Crime: Geographic Breakdown: to June 2026",
}
# What sounds like it and asks for something else.
NOT_ASKED = (
    "when was the last murder in Camden",
    "what was the latest homicide figure",
    "how many prisoners were released in 2025",
    "how old were the victims of homicide in 2023",
)
LATEST = (
    "burglaries in Camden",
    "latest burglary figure for Camden",
    "how did burglary change in Camden",
    "which borough has the most burglaries",
)


@pytest.mark.parametrize(("question", "line"), ASKED.items(), ids=list(ASKED))
def test_a_question_on_freshness(whole: Bot, question: str, line: str) -> None:
    reply, _ = whole.ask(question, TODAY)
    assert (reply.outcome, reply.figures) == ("help", ())
    assert any(one.startswith(line) for one in reply.text.split("\n")), reply.text


@pytest.mark.parametrize("question", NOT_ASKED)
def test_what_is_no_question_on_freshness(whole: Bot, question: str) -> None:
    assert whole.ask(question, TODAY)[0].outcome != "help"


@pytest.mark.parametrize(
    ("on", "said"), [(BEFORE_DUE, "the next is due on 10 August 2026."), (AFTER_DUE, "is not held yet.")]
)
def test_what_is_due_is_told_by_the_day(whole: Bot, on: date, said: str) -> None:
    first = whole.ask("how fresh is your burglary data", on)[0].text.split("\n")[0]
    assert first.endswith(said)


@pytest.mark.parametrize("question", LATEST)
def test_the_latest_says_that_it_is_overdue(whole: Bot, question: str) -> None:
    assert OVERDUE in whole.ask(question, AFTER_DUE)[0].caveats
    assert OVERDUE not in whole.ask(question, BEFORE_DUE)[0].caveats


def test_a_period_asked_for_by_name_is_as_old_as_it_is(whole: Bot) -> None:
    assert OVERDUE not in whole.ask("burglaries in Camden in June 2026", TODAY)[0].caveats


def test_a_dataset_stands_by_its_newest_release(knowledge: KnowledgeBase) -> None:
    crime = [s for s in standings(knowledge) if s.release.collection == "met-crime-borough"]
    assert [(s.release.id, s.due) for s in crime] == [("met-crime-borough-2026-07", date(2026, 8, 10))]
    assert crime[0].is_overdue(AFTER_DUE)
    assert not crime[0].is_overdue(BEFORE_DUE)


def test_every_dataset_that_counts_it_at_the_place(knowledge: KnowledgeBase) -> None:
    found = [s.release.collection for s in standings_of(BURGLARY, CAMDEN, knowledge)]
    assert found == ["met-crime-borough", "ons-police-force-areas"]
    assert list(standings_of(BURGLARY, PlaceId("paris"), knowledge)) == []
