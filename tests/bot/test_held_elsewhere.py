"""What is recognised and not held is said to be so, with whoever publishes it, and where."""

from __future__ import annotations

import pytest

from bot.bot import Bot
from tests.phrasings import TODAY

# Nobody publishes a count of them; the police count the last four as parts of robbery, theft and criminal damage.
NOBODY = {"gangs", "bank-robbery", "carjacking", "graffiti", "parts-theft"}
DASHBOARD = "https://data.london.gov.uk/dataset/mps-monthly-crime-dahboard-data"
# A question on what is not held → who publishes it, and what of their words leads there.
ASKED = {
    "phone theft by subtype": ("mobile phone thefts (by subtype)", "M1045 Other, its subtypes on mobile", DASHBOARD),
    "gun crime in Camden in March 2026": ("gun crime offences for Camden", "M1045 Other", DASHBOARD),
    "hate crime in Camden": ("hate crime offences for Camden", "M1045 Other", DASHBOARD),
    "stop and search by ethnicity in Camden": ("(by ethnic group)", "London Datastore e6yjz", "https://data.police.uk/data/"),
    "burglaries in Camden Town ward in March 2026": (
        "burglary offences for Camden Town ward, Camden in March 2026",
        "MPS Recorded Crime: Geographic Breakdown",
        "https://data.london.gov.uk/dataset/recorded_crime_summary",
    ),
}  # fmt: skip


@pytest.mark.parametrize("question", ASKED)
def test_who_publishes_what_is_not_held(whole: Bot, question: str) -> None:
    what, title, page = ASKED[question]
    reply, _ = whole.ask(question, TODAY)
    assert (reply.outcome, reply.figures) == ("abstain", ())
    assert reply.text.startswith("Not held: ")
    assert what in reply.text
    assert any(title in one.title for one in reply.held_elsewhere)
    assert page in reply.text


def test_everything_recognised_and_not_held_is_published_by_somebody(whole: Bot) -> None:
    held = whole.knowledge.held()
    assert {i.id for i in whole.knowledge.indicators() if not held.get(i.id) and not i.published_by} == NOBODY
