"""The buttons Figures and Picture: files where the answer stands, private to the presser where it is private."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.slack import lines
from tests.adapters.desk.rig import run
from tests.adapters.scenarios import COLLEAGUE, HOMICIDES, Shown
from tests.adapters.slack.between import Between, Broken, Payload
from tests.adapters.slack.conftest import Charted
from tests.adapters.slack.stage import SlackStage
from tests.adapters.slack.standing import CHANNEL, DIRECT, MODES, Mode, on_slack, until

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("local_slack")]

PNG, ZIP = b"\x89PNG", b"PK"


def sent(between: Between) -> list[Payload]:
    """What was uploaded, as the last step of each upload names it."""
    return [call.body for call in between.calls if call.method == "files.completeUploadExternal" and call.status == 200]


def told(between: Between) -> list[str]:
    """What pressers were told at their response addresses."""
    return [call.body["text"] for call in between.calls if call.method == "response_url"]


async def pressed(between: Between, shown: Shown, label: str, comes: Callable[[], bool], who: str = COLLEAGUE) -> None:
    """Press a button that sends a file, which no new message of the peer shows at once."""
    pressing = asyncio.create_task(SlackStage(between).press(shown, label, who))
    await until(comes)
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)


@pytest.mark.parametrize("mode", MODES)
def test_figures_of_a_public_answer_stand_under_it(mode: Mode, charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, mode, charts) as (between, _):
            answer = await SlackStage(between).ask(HOMICIDES.question)
            await pressed(between, answer, "Figures", lambda: bool(sent(between)))
            (upload,) = sent(between)
            message = next(one for one in await between.messages(CHANNEL) if one["ts"] == answer.id)
            assert (upload["channel_id"], upload["thread_ts"]) == (CHANNEL, message["thread_ts"])
            table, book = between.uploaded
            rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
            assert HOMICIDES.figure in {row["value"] for row in rows}
            assert {"2021", "2025"} <= {row["period"] for row in rows}
            assert book.startswith(ZIP)
            assert told(between) == []

    run(played())


def test_what_is_private_is_sent_to_the_presser_alone(charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, "socket", charts) as (between, _):
            stage = SlackStage(between)
            answer = await stage.slash(HOMICIDES.question)
            await pressed(between, answer, "Figures", lambda: len(told(between)) > 1, "reporter")
            chart = await stage.press(answer, "Trend")
            assert chart.private
            await pressed(between, chart, "Picture", lambda: len(sent(between)) == 2, "reporter")
            assert {one["channel_id"] for one in sent(between)} == {DIRECT}
            assert between.uploaded[-1].startswith(PNG)
            asked = [call.body for call in between.calls if call.method == "files.getUploadURLExternal"]
            assert "131 in 2021" in asked[-1]["alt_txt"]
            assert asked[-1]["filename"].endswith(".png")
            await until(lambda: told(between).count(lines.SENT_TO_YOU) == 2)

    run(played())


def refused(error: str) -> Payload:
    return {"ok": False, "error": error, "needed": "files:write"}


REFUSALS = {"missing_scope": lines.MAY_NOT_SEND, "file_uploads_disabled": lines.NOT_SENT}


@pytest.mark.parametrize("error", REFUSALS)
def test_a_workspace_that_takes_no_files_gets_one_line(error: str, charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, "socket", charts) as (between, _):
            answer = await SlackStage(between).ask(HOMICIDES.question)
            between.instead["files.getUploadURLExternal"] = refused(error)
            note = await SlackStage(between).press(answer, "Figures")
            assert note.private
            assert note.text == REFUSALS[error]

    run(played())


def test_in_a_channel_that_is_not_ours_it_comes_in_messages(charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, "socket", charts) as (between, _):
            answer = await SlackStage(between).ask(HOMICIDES.question)
            between.fault = lambda method, number: (
                Broken(error="not_in_channel") if method == "files.completeUploadExternal" and number == 1 else None
            )
            await pressed(between, answer, "Figures", lambda: lines.SENT_TO_YOU in told(between))
            assert [one["channel_id"][0] for one in sent(between)] == ["C", "D"]

    run(played())


def test_where_slack_refuses_its_chart_the_words_come_alone(charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, "socket", charts) as (between, _):
            answer = await SlackStage(between).ask(HOMICIDES.question)
            between.fault = lambda method, number: Broken(400) if method == "response_url" and number == 1 else None
            shown = await SlackStage(between).press(answer, "Trend")
            assert "131 in 2021" in shown.text
            assert shown.buttons == ("Picture",)

    run(played())


def test_a_busy_slack_is_asked_again(charts: Charted, short: Path) -> None:
    async def played() -> None:
        async with on_slack(short, "socket", charts) as (between, _):
            answer = await SlackStage(between).ask(HOMICIDES.question)
            between.fault = lambda method, number: (
                Broken(429, retry_after="1") if method == "files.getUploadURLExternal" and number == 1 else None
            )
            await pressed(between, answer, "Figures", lambda: bool(sent(between)))

    run(played())
