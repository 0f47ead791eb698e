"""Slack as a stage: what people do on local-slack, and what they see there."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from tests.adapters.scenarios import COLLEAGUE, REPORTER, Shown
from tests.adapters.slack.between import Between, Payload
from tests.adapters.slack.standing import CHANNEL, COLLEAGUE_ID, DIRECT, OURS, REPORTER_ID, TEAM

T = TypeVar("T")
IDS = {REPORTER: REPORTER_ID, COLLEAGUE: COLLEAGUE_ID}
SECONDS = 15.0


class SlackStage:
    """One workspace with two people in it."""

    def __init__(self, between: Between, channel: str = CHANNEL) -> None:
        self._between, self._channel = between, channel
        self._asked: dict[str, str] = {}

    async def ask(self, text: str, who: str = REPORTER) -> Shown:
        return await self._say(self._channel, f"<@{OURS}> {text}", who)

    async def ask_in_dm(self, text: str, who: str = REPORTER) -> Shown:
        return await self._say(DIRECT, text, who)

    async def slash(self, text: str, who: str = REPORTER) -> Shown:
        before = await self._ids(self._channel)
        await self._between.control("command", channel=self._channel, user=IDS[who], command="/crime", text=text)
        return await self._new(self._channel, before, lambda message: message.get("ephemeral_to") in {None, IDS[who]})

    async def follow_up(self, answer: Shown, text: str, who: str = REPORTER) -> Shown:
        message = await self._message(answer.id)
        return await self._say(self._channel, text, who, message.get("thread_ts") or answer.id)

    async def press(self, shown: Shown, label: str, who: str = REPORTER) -> Shown:
        message = await self._message(shown.id)
        action = next(action for said, action in _actions(message) if said.startswith(label))
        before, pages = await self._ids(message["channel"]), self._pages()
        await self._between.control(
            "interact", channel=message["channel"], messageTs=shown.id, user=IDS[who], action=action
        )

        async def brought() -> Shown | None:
            if len(opened := self._pages()) > len(pages):
                return _page(opened[-1])
            there = {one["ts"]: one for one in await self._ours(message["channel"])}
            if new := [one for ts, one in there.items() if ts not in before]:
                return _shown(new[-1])
            return Shown("", "") if shown.id not in there else None

        return await _soon(brought)

    async def edit(self, answer: Shown, text: str) -> Shown:
        asked = self._asked[answer.id]
        await self._between.control(
            "edit-message", channel=self._channel, ts=asked, user=REPORTER_ID, text=f"<@{OURS}> {text}"
        )

        async def changed() -> Shown | None:
            shown = _shown(await self._message(answer.id))
            return shown if shown.text != answer.text else None

        return await _soon(changed)

    async def delete(self, answer: Shown) -> None:
        await self._between.control(
            "delete-message", channel=self._channel, ts=self._asked[answer.id], user=REPORTER_ID
        )

        async def gone() -> bool | None:
            return answer.id not in await self._ids(self._channel) or None

        await _soon(gone)

    async def tell(self, shown: Shown, label: str, reason: str, who: str = REPORTER) -> Shown:
        page = await self.press(shown, label, who)
        if page.id != "reason":
            return page
        said = {"said": {"said": {"type": "plain_text_input", "value": reason}}}
        return await self._submit(self._pages()[-1], said, who)

    async def home(self, who: str = REPORTER) -> Shown:
        before = self._between.seen["views.publish"]
        await self._between.control("open-home", user=IDS[who])

        async def drawn() -> Shown | None:
            homes = [call.body for call in self._between.calls if call.method == "views.publish"]
            return _page(homes[-1]["view"]) if self._between.seen["views.publish"] > before else None

        return await _soon(drawn)

    async def set_place(self, place: str, who: str = REPORTER) -> Shown:
        before, pages = await self._ids(self._channel), self._pages()
        await self._between.control("command", channel=self._channel, user=IDS[who], command="/crime", text="settings")

        async def opened() -> Shown | None:
            if len(self._pages()) > len(pages):
                return _page(self._pages()[-1])
            new = [one for one in await self._ours(self._channel) if one["ts"] not in before]
            return _shown(new[-1]) if new else None

        page = await _soon(opened)
        if page.id != "settings":
            return page
        offered = await self.suggested("place", place, who)
        chosen = {"place": {"place": {"type": "external_select", "selected_option": offered[0]}}}
        who_sees = {"who": {"who": {"type": "radio_buttons", "selected_option": {"value": "private"}}}}
        return await self._submit(self._pages()[-1], chosen | who_sees, who)

    async def seen_in_channel(self) -> tuple[Shown, ...]:
        return tuple(_shown(one) for one in await self._ours(self._channel) if not one.get("ephemeral_to"))

    async def suggested(self, slot: str, typed: str, who: str = REPORTER) -> list[Payload]:
        """What a field offers while somebody types: no peer asks for it."""
        body = {**self._body("block_suggestion", who), "action_id": slot, "block_id": slot, "value": typed}
        return list((await self._between.bring("interactive", body)).get("options", []))

    async def send_form(self, values: Payload, who: str = REPORTER) -> Shown:
        """The form that was opened last, filled in and sent."""
        return await self._submit(self._pages()[-1], values, who)

    async def shortcut(self, kind: str, name: str, who: str = REPORTER, **more: Any) -> None:
        """A shortcut: no peer has any."""
        await self._between.bring("interactive", {**self._body(kind, who), "callback_id": name, **more})

    def _body(self, kind: str, who: str) -> Payload:
        trigger = f"{time.monotonic_ns()}.1.abc"
        return {
            "type": kind, "team": {"id": TEAM}, "user": {"id": IDS[who], "team_id": TEAM}, "api_app_id": "A01APP",
            "token": "unused", "trigger_id": trigger, "action_ts": trigger, "is_enterprise_install": False,
        }  # fmt: skip

    async def _submit(self, view: Payload, values: Payload, who: str) -> Shown:
        sent = {**view, "id": f"V{time.monotonic_ns()}", "state": {"values": values}}
        answer = await self._between.bring("interactive", {**self._body("view_submission", who), "view": sent})
        return _page(answer["view"]) if "view" in answer else Shown(json.dumps(answer), "", private=True)

    async def _say(self, channel: str, text: str, who: str, thread: str = "") -> Shown:
        before = await self._ids(channel)
        more = {"thread_ts": thread} if thread else {}
        said = await self._between.control("message", channel=channel, user=IDS[who], text=text, **more)
        asked = said["message"]["ts"]
        answer = await self._new(channel, before, lambda message: message.get("thread_ts") == (thread or asked))
        self._asked[answer.id] = asked
        return answer

    async def _new(self, channel: str, before: set[str], fits: Callable[[Payload], bool]) -> Shown:
        async def came() -> Shown | None:
            new = [one for one in await self._ours(channel) if one["ts"] not in before and fits(one)]
            return _shown(new[-1]) if new else None

        return await _soon(came)

    async def _ours(self, channel: str) -> list[Payload]:
        return [message for message in await self._between.messages(channel) if message.get("user") == OURS]

    async def _ids(self, channel: str) -> set[str]:
        return {message["ts"] for message in await self._ours(channel)}

    async def _message(self, ts: str) -> Payload:
        every = [message for channel in (self._channel, DIRECT) for message in await self._ours(channel)]
        return next(message for message in every if message["ts"] == ts)

    def _pages(self) -> list[Payload]:
        return [call.body["view"] for call in self._between.calls if call.method == "views.open"]


async def _soon(look: Callable[[], Awaitable[T | None]]) -> T:
    async with asyncio.timeout(SECONDS):
        while (found := await look()) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return found


def _texts(piece: Any) -> Iterator[str]:
    """Every word that a block shows, in order; not its values or ids."""
    if isinstance(piece, list | tuple):
        for one in piece:
            yield from _texts(one)
    elif isinstance(piece, dict):
        for name in ("text", "label", "title", "caption", "initial_value", "placeholder"):
            if isinstance(piece.get(name), str):
                yield piece[name]
            else:
                yield from _texts(piece.get(name))
        for name in (
            "elements",
            "element",
            "fields",
            "rows",
            "options",
            "positive_button",
            "negative_button",
            "blocks",
        ):
            yield from _texts(piece.get(name))


def card_of(blocks: list[Payload]) -> str:
    return "\n".join(_texts(blocks))


def _actions(message: Payload) -> Iterator[tuple[str, Payload]]:
    """What can be pressed: its label, and what Slack reports of it."""
    for block in message.get("blocks") or []:
        for element in block.get("elements") or []:
            about = {
                "action_id": element.get("action_id"),
                "block_id": block.get("block_id"),
                "type": element.get("type"),
            }
            if element.get("type") == "button":
                yield element["text"]["text"], {**about, "value": element.get("value")}
            for name in ("positive_button", "negative_button"):
                if name in element:
                    yield element[name]["text"]["text"], {**about, "value": element[name]["value"]}


def _shown(message: Payload) -> Shown:
    labels = tuple(label for label, _ in _actions(message))
    private = bool(message.get("ephemeral_to"))
    card = card_of(message.get("blocks") or []) or message.get("text", "")
    return Shown(message.get("text", ""), card, labels, private, message["ts"])


def _page(view: Payload) -> Shown:
    card = card_of(view.get("blocks") or [])
    return Shown(card, card, private=True, id=view.get("callback_id", ""))
