"""Whatever a reply holds: Slack takes the message, its source is in it, and nothing in it is markup."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.desk.preferences import Preferences
from adapters.slack import forms, home, limits
from adapters.slack.fitting import cut, fitted, packed
from adapters.slack.mrkdwn import escaped, mention, plain
from adapters.slack.render import Message, message, spoken
from bot.bot import Bot
from bot.details import headline, source_line
from bot.menu import Menu, SourceShown, Suggestion, Topic
from bot.reply import Choice, Outcome, Point, Reply, Series
from tests.adapters.scenarios import charted
from tests.adapters.slack.blocks import check, check_blocks
from tests.adapters.slack.stage import card_of
from tests.phrasings import ANY_OF_EACH, HOSTILE, TODAY, Asking

MANY = 60
OUTCOMES: tuple[Outcome, ...] = ("answer", "clarify", "abstain", "out_of_scope", "help", "error")
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=400)
lines = words.map(lambda text: text.strip() or "x")
long_lines = st.one_of(lines, lines.map(lambda text: (text + " ") * 40))
numbers = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6, allow_nan=False))
points = st.builds(Point, lines, lines, numbers, st.just("final"))
series = st.builds(
    Series, lines, st.sampled_from(["homicides", "%", "GBP", ""]), st.lists(points, max_size=150).map(tuple),
    st.lists(lines, max_size=4).map(tuple),
)  # fmt: skip


@st.composite
def replies(draw: st.DrawFn, template: Reply) -> Reply:
    """Replies as long and as strange as can be, with the figures of a real one."""
    said = draw(st.lists(long_lines, min_size=1, max_size=30))
    source = "Source: " + draw(long_lines)
    outcome = draw(st.sampled_from(OUTCOMES))
    figures = template.figures if outcome == "answer" else ()
    text = "\n".join([said[0], *said[1:3], *([source] if figures else []), *said[3:]])
    choices = draw(st.lists(st.builds(Choice, long_lines, long_lines), max_size=8))
    drawn = tuple(draw(st.lists(series, max_size=4)))
    caveats = tuple(said[-2:])
    return replace(
        template, outcome=outcome, text=text, figures=figures, choices=tuple(choices), series=drawn, caveats=caveats
    )  # fmt: skip


@pytest.fixture(scope="module")
def template(bot: Bot) -> Reply:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    return reply


@given(st.data())
@settings(max_examples=MANY, deadline=None)
def test_every_reply_fits(template: Reply, data: st.DataObject) -> None:
    reply = data.draw(replies(template))
    private, note = data.draw(st.sampled_from([(True, ""), (False, ""), (False, "Shared by <@U01>")]))
    said = message(reply, private=private, note=note)
    check(said)
    source = source_line(reply)
    if source:
        assert escaped(source)[:40].rstrip("&ampltg;") in said.text
        assert source[:40] in card_of(list(said.blocks))
    assert escaped(headline(reply))[:40].rstrip("&ampltg;") in said.text


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_every_figure_that_is_held_fits(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    said = message(charted(reply))
    check(said)
    figure, card = reply.figures[0], card_of(list(said.blocks))
    for shown in (unescape(said.text), card):
        assert figure.place in shown
        assert figure.period.label in shown or figure.period.id == "undated"
        assert reply.citations[0].publisher in shown
        assert all(caveat in shown for caveat in reply.caveats)
    check_blocks(forms.source(reply)["blocks"])
    check_blocks(forms.copied(reply)["blocks"])


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_was_typed_pings_links_or_formats(bot: Bot, hostile: str) -> None:
    reply, _ = bot.ask(f"homicides {hostile} in London", TODAY)
    said = message(reply)
    check(said)
    for token in ("<!", "<@", "@everyone", "https://evil", "\u202e"):
        assert token not in said.text
        assert token not in card_of(list(said.blocks))


def test_a_text_that_is_too_long_says_its_source_second(template: Reply) -> None:
    reply = replace(template, text=template.text.replace("\nSource:", "\n" + "More. " * 2000 + "\nSource:"))
    said = spoken(reply).split("\n")
    assert said[1].startswith("Source: Metropolitan Police")


def test_buttons_ask_for_what_there_is(template: Reply) -> None:
    public, private = (_labels(message(charted(template), private=hidden)) for hidden in (False, True))
    assert public == ["Trend", "Source", "Copy", "Figures", "Remove"]
    assert private == ["Trend", "Source", "Copy", "Figures", "Share"]
    assert _labels(message(replace(template, figures=template.figures[:1]))) == ["Source", "Copy", "Remove"]
    assert _labels(message(replace(template, ref=""))) == []


def _labels(said: Message) -> list[str]:
    return [one["text"]["text"] for block in said.blocks if block["type"] == "actions" for one in block["elements"]]


@given(st.text(max_size=200), st.integers(2, 60))
def test_cutting_keeps_the_limit(text: str, most: int) -> None:
    assert len(cut(text, most)) <= most
    assert all(len(pack) <= most for pack in packed([text, text], most))
    assert len(fitted([text], [text, text], most)) <= most


def test_no_entity_is_cut_in_two() -> None:
    assert cut("fish &amp; chips", 9) == "fish…"


@given(st.text(max_size=200))
def test_what_is_escaped_reads_the_same(text: str) -> None:
    assert not {"<", ">"} & set(escaped(text))
    assert plain(escaped(text)) == " ".join(text.split())


WRITTEN = {
    "<@U0BOT> homicides in London": "homicides in London",
    "burglary in <#C01|camden> &amp; <https://example.org|Brent>": "burglary in camden & Brent",
    "<!channel> knife crime <@U1|bob>": "knife crime",
    "see <https://example.org>": "see https://example.org",
    "a\u00a0 b\nc": "a b c",
}


@pytest.mark.parametrize("written", WRITTEN, ids=str)
def test_what_people_write_is_read_without_markup(written: str) -> None:
    assert plain(written) == WRITTEN[written]


def test_only_ids_are_mentioned() -> None:
    assert mention("U01ABC") == "<@U01ABC>"
    assert mention("!channel") == mention("U1|x> <!here") == ""


def test_the_home_page_fits_whatever_is_held(bot: Bot) -> None:
    many = Menu(
        tuple(Topic(f"t{n}", f"Topic {n} " * 9, f"group {n % 60}", (), "2014", "2025", ()) for n in range(900)),
        tuple(SourceShown("P", "T" * 300, "2025-01", None, "OGL", 9) for _ in range(200)),
        tuple(Suggestion(f"p{n}", f"Place {n} " * 20) for n in range(300)),
        tuple(f"c{n}" for n in range(12)),
        ("Q? " * 100,) * 9,
        "v",
    )
    for menu in (bot.menu, many, Menu()):
        page = home.page(menu, [])
        assert len(page["blocks"]) <= limits.BLOCKS_OF_A_PAGE
        check_blocks(page["blocks"])
        forms.settings(menu, Preferences(place="p1", collections=("c1",)), "C1")
        assert all(len(one["title"]) <= limits.BUTTON for one in home.prompts(menu))
        assert len(home.prompts(menu)) <= limits.PROMPTS


@given(st.lists(st.builds(Suggestion, st.text(max_size=200), st.text(max_size=200)), max_size=150))
def test_options_fit(found: list[Suggestion]) -> None:
    offered = forms.options(found)
    assert len(offered) <= limits.OPTIONS
    assert all(0 < len(o["value"]) <= limits.OPTION_VALUE and len(o["text"]["text"]) <= limits.OPTION for o in offered)
