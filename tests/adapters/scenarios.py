"""What people do with the bot, on whichever platform: one table of scenarios, played on each platform's own stage.

A stage is a platform with people on it. It tells what they see; a scenario tells what they must see. The bot behind it
answers from the articles, each of its figures with a series of five years (`charted`), as of `TODAY`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Protocol

from bot.reply import Point, Reply, Series
from tests import phrasings

TODAY = phrasings.TODAY
REPORTER, COLLEAGUE = "reporter", "colleague"
PUBLISHER = "Metropolitan Police"
MET_AREA = "London (Metropolitan Police area)"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and what every answer to it must show."""

    question: str
    figure: str
    period: str
    place: str = MET_AREA
    source: str = PUBLISHER


HOMICIDES = Case("How many homicides were there in London in 2025?", "97", "2025")
HOMICIDES_OF_2024 = Case("How many homicides were there in London in 2024?", "109", "2024")
THE_YEAR_BEFORE = Case("and in 2024?", "109", "2024")
UNCLEAR = "theft"
# A reading of it, as its button begins; pressed, it gives this.
READING = "Mobile phone thefts"
PHONES = Case("", "2.4%", "year ending August 2025")
NOT_OURS = "What is the weather today?"
NONSENSE = "\u202e<!channel> <@U1> @everyone *x* `x` [a](https://evil.example) " + "z" * 3000
TREND_POINTS = (("2021", 131), ("2022", 109), ("2023", 110), ("2024", 109), ("2025", 97))


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot, or a page it opened, as a person sees it.

    `text` is what notifications and screen readers get; `card` all that stands on the card, as plain text; `id` is the
    platform's own, for what is done with it next.
    """

    text: str
    card: str
    buttons: tuple[str, ...] = ()
    private: bool = False
    id: str = ""


class Stage(Protocol):
    """A platform with two people, `REPORTER` and `COLLEAGUE`, a channel that both are in, and the bot.

    Whatever brings an answer waits for it. The reporter may change the settings, the colleague may not.
    """

    async def ask(self, text: str, who: str = REPORTER) -> Shown:
        """Name the bot in the channel; what it answers."""
        ...

    async def ask_in_dm(self, text: str, who: str = REPORTER) -> Shown:
        """Write to the bot alone; what it answers."""
        ...

    async def slash(self, text: str, who: str = REPORTER) -> Shown:
        """Use the command in the channel; what it answers."""
        ...

    async def follow_up(self, answer: Shown, text: str, who: str = REPORTER) -> Shown:
        """Go on under an answer, without naming the bot where the platform allows it; what it answers."""
        ...

    async def press(self, shown: Shown, label: str, who: str = REPORTER) -> Shown:
        """Press the button that begins with the label; what it brings: a reply, a page, a note."""
        ...

    async def edit(self, answer: Shown, text: str) -> Shown:
        """Rewrite the question of an answer; the same message of the bot, when it has changed."""
        ...

    async def delete(self, answer: Shown) -> None:
        """Delete the question of an answer, and wait until the answer is gone; fails where it stays."""
        ...

    async def tell(self, shown: Shown, label: str, reason: str, who: str = REPORTER) -> Shown:
        """Press the button, and write the reason where one is asked for; the thanks."""
        ...

    async def home(self, who: str = REPORTER) -> Shown:
        """The page of what can be asked, where the data stands, and one's own newest questions."""
        ...

    async def set_place(self, place: str, who: str = REPORTER) -> Shown:
        """Set the channel's default place through the platform's settings; what is said to it."""
        ...

    async def seen_in_channel(self) -> tuple[Shown, ...]:
        """All messages of the bot that everybody in the channel sees, the oldest first."""
        ...


def charted(reply: Reply) -> Reply:
    """An answer with a series: what the knowledge itself does not give yet."""
    if reply.outcome != "answer" or reply.series:
        return reply
    points = tuple(Point(year, year, value, "final") for year, value in TREND_POINTS)
    return replace(reply, series=(Series("Homicides", "homicides", points, ()),))


def gives(shown: Shown, case: Case) -> None:
    """Figure, period, place and source stand in the text, and on the card as well."""
    for part in (case.figure, case.period, case.place, case.source):
        assert part in shown.text, (part, shown.text)
        assert part in shown.card, (part, shown.card)


async def ask_in_channel(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    gives(answer, HOMICIDES)
    assert not answer.private
    assert [shown.id for shown in await stage.seen_in_channel()] == [answer.id]


async def ask_in_dm(stage: Stage) -> None:
    gives(await stage.ask_in_dm(HOMICIDES.question), HOMICIDES)
    gives(await stage.ask_in_dm(THE_YEAR_BEFORE.question), THE_YEAR_BEFORE)
    assert await stage.seen_in_channel() == ()


async def slash(stage: Stage) -> None:
    answer = await stage.slash(HOMICIDES.question)
    gives(answer, HOMICIDES)
    assert answer.private
    assert await stage.seen_in_channel() == ()


async def thread_follow_up_by_another(stage: Stage) -> None:
    first = await stage.ask(HOMICIDES.question)
    second = await stage.follow_up(first, THE_YEAR_BEFORE.question, COLLEAGUE)
    gives(second, THE_YEAR_BEFORE)
    assert not second.private
    assert len(await stage.seen_in_channel()) == 2


async def clarify_by_button(stage: Stage) -> None:
    asked_back = await stage.ask(UNCLEAR)
    assert any(label.startswith(READING) for label in asked_back.buttons)
    gives(await stage.press(asked_back, READING), PHONES)


async def share(stage: Stage) -> None:
    answer = await stage.slash(HOMICIDES.question)
    await stage.press(answer, "Share")
    (public,) = await stage.seen_in_channel()
    gives(public, HOMICIDES)
    assert not public.private
    assert "shared by" in public.card.lower()


async def edit(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    changed = await stage.edit(answer, HOMICIDES_OF_2024.question)
    gives(changed, HOMICIDES_OF_2024)
    assert [shown.id for shown in await stage.seen_in_channel()] == [answer.id]


async def delete(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    await stage.delete(answer)
    assert await stage.seen_in_channel() == ()


async def remove(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    refused = await stage.press(answer, "Remove", COLLEAGUE)
    assert refused.private
    assert len(await stage.seen_in_channel()) == 1
    await stage.press(answer, "Remove")
    assert await stage.seen_in_channel() == ()


async def feedback(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    thanks = await stage.tell(answer, "Not right", "The figure is of another year", COLLEAGUE)
    assert "thank" in thanks.text.lower()
    assert thanks.private


async def home(stage: Stage) -> None:
    await stage.ask(HOMICIDES.question)
    page = await stage.home()
    for part in ("Homicides", "2025", HOMICIDES.question):
        assert part in page.card, (part, page.card)
    assert HOMICIDES.question not in (await stage.home(COLLEAGUE)).card.partition("Your recent questions")[2]


async def settings(stage: Stage) -> None:
    refused = await stage.set_place("Madrid", COLLEAGUE)
    assert "may" in refused.text
    gives(await stage.ask("How many homicides were there in 2025?"), HOMICIDES)
    await stage.set_place("Madrid")
    elsewhere = await stage.ask("How many homicides were there in 2025? Please")
    assert "Madrid" in elsewhere.text
    assert "97 homicides" not in elsewhere.text.partition("\n")[0]


async def trend(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    chart = await stage.press(answer, "Trend")
    for year, value in (TREND_POINTS[0], TREND_POINTS[-1]):
        assert year in chart.text
        assert str(value) in chart.text


async def source(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    details = await stage.press(answer, "Source", COLLEAGUE)
    assert details.private
    for part in (PUBLISHER, "12 January 2026", "Statement on homicides in London in 2025"):
        assert part in details.card, (part, details.card)


async def copy(stage: Stage) -> None:
    answer = await stage.ask(HOMICIDES.question)
    sentence = await stage.press(answer, "Copy")
    assert sentence.private
    for part in ("There were 97 homicides", "2025", MET_AREA, PUBLISHER):
        assert part in sentence.card, (part, sentence.card)


async def out_of_scope(stage: Stage) -> None:
    answer = await stage.ask(NOT_OURS)
    assert "only answer questions on crime" in answer.text
    assert "only answer questions on crime" in answer.card


async def asked_for_help(stage: Stage) -> None:
    for answer in (await stage.slash("help"), await stage.slash("")):
        assert "How many homicides were there in London in 2025?" in answer.text
        assert answer.private


async def bad_input(stage: Stage) -> None:
    answer = await stage.ask(NONSENSE)
    assert answer.text
    for token in ("<!", "<@", "@everyone", "evil.example", "\u202e"):
        assert token not in answer.text
        assert token not in answer.card
    gives(await stage.ask(HOMICIDES.question), HOMICIDES)


SCENARIOS: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    ask_in_channel,
    ask_in_dm,
    slash,
    thread_follow_up_by_another,
    clarify_by_button,
    share,
    edit,
    delete,
    remove,
    feedback,
    home,
    settings,
    trend,
    source,
    copy,
    out_of_scope,
    asked_for_help,
    bad_input,
)
