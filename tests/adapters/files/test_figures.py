"""Files of figures: every figure with its source, exactly as held, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from adapters.files.figures import BYTE_ORDER_MARK, figures_csv, figures_xlsx
from adapters.files.safe import bare, guarded, writable
from adapters.files.table import HEADS, Cell, cells
from bot.bot import Bot
from bot.reply import Citation, Figure, PeriodShown, Reply
from tests.adapters.pictures.samples import BROKEN, RANKED
from tests.phrasings import ANY_OF_EACH, TODAY, Asking

# What spreadsheets run, from the lists of OWASP and of those who test for it.
FORMULAS = (
    "=1+1", "=cmd|'/C calc'!A0", "+1+1", "+cmd|' /C calc'!A0", "-1+1", "-2+3+cmd|' /C calc'!D2", "@SUM(1,1)", "@cmd",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", "\u00a0=1+1", "\ufeff=1+1", "\u200b=1+1",
    "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(1)",
    '=HYPERLINK("https://example.org","x")', '=WEBSERVICE("https://example.org")', "=IMPORTXML(A1,B1)", "=1;2",
    '=IF(1,"a","b")', "--1", "+-1", "-a", "-", "+", "=", "@", "=\u202e1", "=DDE(\"cmd\";\"/C calc\";\"x\")", "=A1:B2",
    "'=1+1", "''", "'", '"=1+1"', '",=1+1', "a\n=1+1", "a\t=1+1", "-1e5x", "+44 20 7946 0000", "-11%",
)  # fmt: skip
PLAIN = ("97", "-11", "+3", "-2.5", "1,552", "11%", "£15m", "London", "2025/26", "a=b", "a-b", "", "−11%")


def read_csv(content: bytes) -> list[list[Cell]]:
    """The rows of a CSV as they were before they were guarded; what is not in quotes is a number."""
    text = content.decode("utf-8-sig")
    rows = csv.reader(io.StringIO(text, newline=""), quoting=csv.QUOTE_NONNUMERIC)
    return [[bare(str(cell)) if type(cell) is str else cell for cell in row] for row in rows]


def read_xlsx(content: bytes, sheet: str = "Figures") -> list[list[Cell]]:
    """The rows of a sheet as Excel shows them: openpyxl leaves the escape of an underscore as it is written."""
    rows: Any = load_workbook(io.BytesIO(content))[sheet].iter_rows(max_col=len(HEADS), values_only=True)
    return [[cell.replace("_x005F_", "_") if isinstance(cell, str) else cell for cell in row] for row in rows]


def plain(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """Rows as a file can hold them: an empty text is nothing, and no cell has a control character."""
    return [[(writable(cell) or None) if isinstance(cell, str) else cell for cell in row] for row in rows]


def figure(value: float | None, **texts: str) -> Figure:
    period = PeriodShown("2025", "calendar_year", "2025", None, "2025-01-01", "2025-12-31")
    words: dict[str, Any] = {
        "label": "Homicides", "place": "London", "measure": "count", "definition": "", "display": "97",
        "unit": "homicides",
        "statement": None, "attributed_to": "Met", "citation": "c1", "observation": None, **texts,
    }  # fmt: skip
    return Figure(
        indicator="homicide", place_id="london", breakdown={}, compared_with=None, role="headline", value=value,
        qualifier="exact", period=period, baseline=None, derived=None, evidence="official_statistic",
        status="published", **words,
    )  # fmt: skip


def reply_with(*figures: Figure) -> Reply:
    cited = Citation("c1", "ONS", "Tables", "2026-01-12", "https://example.org", None, "ONS: Tables", "OGL v3.0")
    return Reply("answer", "97 homicides", ref="b7k2", figures=figures, citations=(cited,), knowledge_version="0a")


@pytest.mark.parametrize("asking", ANY_OF_EACH, ids=str)
def test_every_figure_stands_in_both_files_with_its_source(bot: Bot, asking: Asking) -> None:
    reply, _ = bot.ask(asking.question, asking.now)
    held = plain(cells(reply))
    assert plain(read_csv(figures_csv(reply))) == [list(HEADS), *held]
    assert read_xlsx(figures_xlsx(reply)) == [list(HEADS), *held]
    for row in held[: len(reply.figures)]:
        said = dict(zip(HEADS, row, strict=True))
        assert all(said[head] for head in ("publisher", "release", "licence", "status", "knowledge version", "reply"))


def test_the_sources_and_notes_stand_in_the_workbook(bot: Bot) -> None:
    reply, _ = bot.ask("homicides in London in 2025", TODAY)
    workbook = figures_xlsx(reply)
    (_, source, *_) = read_xlsx(workbook, "Sources")
    assert source[:2] == [reply.citations[0].text, reply.citations[0].licence]
    assert reply.copy in [row[0] for row in read_xlsx(workbook, "Notes")]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    reply = reply_with(figure(97, label=text, place=text, display=text, definition=text))
    (_, row) = csv.reader(io.StringIO(figures_csv(reply).decode("utf-8-sig"), newline=""))
    safe = guarded(writable(text))
    assert row[HEADS.index("figure")] == safe
    assert safe[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"}
    for cell in load_workbook(io.BytesIO(figures_xlsx(reply)))["Figures"][2]:
        assert cell.data_type == ("n" if cell.value is None or cell.column == HEADS.index("value") + 1 else "s")
        assert cell.value is None or cell.data_type == "n" or cell.quotePrefix


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(text=st.text())
def test_a_guarded_text_is_had_back(text: str) -> None:
    assert bare(guarded(text)) == text


@settings(max_examples=25, deadline=None)
@given(
    value=st.one_of(st.none(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False, allow_infinity=False)),
    texts=st.fixed_dictionaries(
        {name: st.one_of(st.text(max_size=30), st.sampled_from((*FORMULAS, "_x0041_", "_x005F_", "97", "\ud800\x00")))
         for name in ("label", "place", "display", "definition", "statement", "unit")}
    ),
)  # fmt: skip
def test_whatever_a_figure_holds_is_had_back(value: float | None, texts: dict[str, str]) -> None:
    reply = reply_with(figure(value, **texts))
    held = plain(cells(reply))
    assert plain(read_csv(figures_csv(reply)))[1:] == held
    assert read_xlsx(figures_xlsx(reply))[1:] == held


def test_points_of_a_series_follow_the_figures_once() -> None:
    shown = replace(BROKEN.points[0], observation="a")
    series = replace(BROKEN, points=(shown, *BROKEN.points[1:]), citation="c1")
    reply = replace(reply_with(replace(figure(110), observation="a")), series=(series, RANKED))
    rows = [dict(zip(HEADS, row, strict=True)) for row in cells(reply)]
    assert [row["role"] for row in rows] == ["headline", *["series"] * (5 + 6)]
    assert [row["value"] for row in rows[:6]] == [110, 130, 125, 150, 120, 118]
    assert rows[3]["note"] == "A new system"
    assert rows[5]["status"] == "provisional"
    assert rows[1]["publisher"] == "ONS"


def test_a_csv_is_as_spreadsheets_and_rfc_4180_have_it() -> None:
    content = figures_csv(reply_with(figure(0.1 + 0.2, unit="£")))
    assert content.startswith(BYTE_ORDER_MARK.encode())
    assert content.count(b"\r\n") == 2
    assert b",0.30000000000000004," in content


def test_a_reply_without_figures_has_only_a_head() -> None:
    assert read_csv(figures_csv(Reply("abstain", "Not held."))) == [list(HEADS)]
    assert read_xlsx(figures_xlsx(Reply("abstain", "Not held."))) == [list(HEADS)]
