"""Every message within Discord's limits, whatever the reply; its figure, period, place and source on every page."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import discord
import pytest
from discord import ui
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord import render, sheets
from adapters.discord.buttons import TEMPLATE, Mark, Press, root_in
from adapters.discord.limits import ALT, CARD, COMPONENTS, CONTENT, CUSTOM_ID, IN_A_ROW, LABEL, cut, pages
from adapters.discord.render import Attached, Message, Seat
from bot.bot import Bot
from bot.menu import Menu, SourceShown, Suggestion, Topic
from bot.reply import Choice, Citation, Figure, PeriodShown, Point, Reply, Series, SeriesKind
from knowledge.base import KnowledgeBase
from tests.phrasings import HOSTILE, TODAY, answerable, refusable

ROOT = "9" * 20
MOST_ROWS_OF_A_PLAIN_MESSAGE = 5
SEATS = tuple(
    Seat(ephemeral, ROOT, shared_by, plain)
    for ephemeral in (False, True)
    for shared_by in ("", "1" * 20)
    for plain in (False, True)
)
WORDS = st.text(min_size=1, max_size=120)
LONG = st.text(min_size=1, max_size=6000)
PERIOD = PeriodShown("2025", "calendar_year", "2025", None, "2025-01-01", "2025-12-31")


@pytest.fixture(scope="module")
def everything(knowledge: KnowledgeBase) -> list[Reply]:
    """A reply on every figure that is asked for anywhere, and every refusal, from all collections."""
    bot = Bot(knowledge)
    asked = [(one.question, one.now) for one in answerable()] + [(one.question, one.now) for one in refusable()]
    return [bot.ask(*one)[0] for one in asked]


def within_limits(message: Message) -> None:
    parts = list(message.view.walk_children())
    ids = [part.custom_id for part in parts if isinstance(part, Press)]
    assert len(ids) == len(set(ids))
    assert all(len(one) <= CUSTOM_ID and TEMPLATE.fullmatch(one) for one in ids)
    assert all(1 <= len(part.item.label or "") <= LABEL for part in parts if isinstance(part, Press))
    if message.content is None:
        assert isinstance(message.view, discord.ui.LayoutView)
        assert message.view.total_children_count <= COMPONENTS
        assert 1 <= message.view.content_length() <= CARD
        rows = [part for part in parts if isinstance(part, discord.ui.ActionRow)]
        assert all(1 <= len(row.children) <= IN_A_ROW for row in rows)
    else:
        assert 1 <= len(message.content) <= CONTENT
        assert len(message.view.to_components()) <= MOST_ROWS_OF_A_PLAIN_MESSAGE


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Replies larger than any that the bot gives: every part may be long, and hold what formats, pings or links."""
    lines = draw(st.lists(LONG | st.sampled_from(HOSTILE), min_size=1, max_size=30))
    label, place = draw(WORDS), draw(WORDS)
    figure = Figure(
        "homicide", label, place, "london", {}, None, "count", "", "headline", 97, "97", "homicides", "exact", None,
        PERIOD, None, None, "", "", "", "c1", None,
    )  # fmt: skip
    cited = Citation("c1", draw(WORDS), draw(LONG), "2026-01-12", None, None, draw(LONG), "OGL")
    points = tuple(
        Point(str(n), draw(WORDS), n, draw(st.sampled_from(["final", "provisional"])), place=draw(WORDS), asked=n == 7)
        for n in range(40)
    )
    return Reply(
        draw(st.sampled_from(["answer", "clarify", "abstain", "out_of_scope", "help", "error"])),
        "\n".join(lines),
        ref="b7k2a-0m3xq",
        figures=(figure,) if draw(st.booleans()) else (),
        citations=(cited,) * draw(st.integers(0, 5)),
        copy=draw(LONG),
        caveats=tuple(lines[1:3]),
        choices=tuple(Choice(draw(LONG), draw(WORDS)) for _ in range(draw(st.integers(0, 5)))),
        series=(Series(draw(WORDS), draw(WORDS), points, (draw(LONG),), draw(st.sampled_from(get_args(SeriesKind)))),)
        * draw(st.integers(0, 8)),
    )


@settings(max_examples=40, deadline=None)
@given(replies(), st.sampled_from(SEATS), st.integers(0, 50))
def test_every_message_keeps_the_limits(reply: Reply, seat: Seat, page: int) -> None:
    within_limits(render.answer(reply, seat, page))
    for shown in (render.sources, render.copy, render.trend):
        within_limits(shown(reply, page, plain=seat.plain))


@settings(max_examples=40, deadline=None)
@given(replies(), LONG, st.booleans())
def test_a_message_with_a_picture_keeps_the_limits(reply: Reply, alt: str, plain: bool) -> None:
    message = render.trend(reply, plain=plain, picture=Attached("chart.png", b"png", alt))
    within_limits(message)
    said = [item.description or "" for part in message.view.walk_children() if isinstance(part, ui.MediaGallery)
            for item in part.items]  # fmt: skip
    said += [file.description or "" for file in message.editing()["attachments"]]
    assert all(len(one) <= ALT for one in said)


@settings(max_examples=40, deadline=None)
@given(st.lists(LONG, max_size=40), st.integers(10, 3000))
def test_pages_lose_nothing(lines: list[str], most: int) -> None:
    paged = pages(lines, most)
    assert all(sum(len(line) + 1 for line in page) <= most + 1 for page in paged)
    kept = "".join("".join(page) for page in paged)
    assert "".join(kept.split()) == "".join("".join(lines).split())


@given(st.lists(WORDS, max_size=100), st.integers(1, 40))
def test_pages_have_no_more_rows_than_are_wanted(lines: list[str], rows: int) -> None:
    paged = pages(lines, 1000, rows)
    assert all(len(page) <= rows for page in paged)
    assert [line for page in paged for line in page] == lines


@given(LONG, st.integers(2, 100))
def test_a_cut_text_is_short_and_never_ends_in_a_backslash(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert len(text) <= most or not cut(text, most).endswith("\\…")


@pytest.mark.parametrize("seat", SEATS, ids=str)
def test_every_reply_of_the_knowledge_keeps_the_limits(everything: list[Reply], seat: Seat) -> None:
    for reply in everything:
        first = render.answer(reply, seat)
        within_limits(first)
        for page in range(1, 4 if "Page 1 of" in first.text else 1):
            within_limits(render.answer(reply, seat, page))


@pytest.mark.parametrize("plain", [False, True], ids=["card", "plain"])
def test_the_details_of_every_reply_keep_the_limits(everything: list[Reply], plain: bool) -> None:
    for reply in everything:
        for shown in (render.sources, render.copy, render.trend):
            within_limits(shown(reply, plain=plain))


@pytest.mark.parametrize("plain", [False, True], ids=["card", "plain"])
def test_every_page_has_the_figure_and_its_source(bot: Bot, plain: bool) -> None:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    first, *rest = reply.text.split("\n")
    long = replace(reply, text="\n".join([first, *(f"Line {number} of many" for number in range(400)), *rest]))
    seen = set()
    for page in range(60):
        shown = render.answer(long, Seat(plain=plain), page).text
        seen |= {line for line in shown.split("\n") if line.startswith("Line ")}
        for part in ("97 homicides", "2025", "London (Metropolitan Police area)", "Source: Metropolitan Police"):
            assert part in shown
    assert len(seen) == 400


@pytest.mark.parametrize("markup", ["# big", "-# small", "> said", "*bold*", "||hidden||", "<@1>", "<t:1>", "<:e:1>"])
def test_what_the_knowledge_says_is_no_markup(markup: str) -> None:
    assert render.escaped(markup) != markup
    assert not render.escaped(markup).startswith(("#", "-#", ">", "*", "|", "<"))


def test_the_largest_lists_of_the_knowledge_keep_the_limits(knowledge: KnowledgeBase) -> None:
    menu = Menu.of(knowledge)
    for page in range(10):
        for plain in (False, True):
            for name in ("topics", "sources"):
                within_limits(sheets.named(name, menu, page, plain=plain))
            within_limits(sheets.helping(menu, "<@1>", ["*" * 4000] * 5, plain=plain))


def test_lists_far_larger_than_the_knowledge_keep_the_limits() -> None:
    topics = tuple(Topic(f"i{n}", "L" * 300, f"g{n}", ("london",) * 40, "2010", "2025", ()) for n in range(500))
    sources = tuple(
        SourceShown("P" * 300, "T" * 900, "2025", "https://x.example/" + "u" * 900, "OGL", n) for n in range(300)
    )
    menu = Menu(topics, sources, (Suggestion("london", "London"),), (), ("How many? " * 40,) * 1, "v" * 64)
    for page in (0, 1, 7, 10_000):
        within_limits(sheets.named("topics", menu, page, plain=False))
        within_limits(sheets.named("sources", menu, page, plain=True))


def test_the_talk_of_an_answer_is_known_by_its_buttons(bot: Bot) -> None:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    card = render.answer(reply, Seat(root="123"))
    assert root_in(card.view.children) == "123"
    assert root_in(render.answer(reply, Seat()).view.children) == ""


def test_a_button_holds_no_more_than_its_id_says() -> None:
    mark = Mark("choice", "b7k2a-0m3xq", "4", ROOT)
    assert mark.custom_id == f"bb/choice/b7k2a-0m3xq/4/{ROOT}"
