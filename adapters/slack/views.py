"""The pages people open by themselves: home, Messages, the form of the global shortcut, the settings."""

from __future__ import annotations

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.desk.asking import question_of
from adapters.slack import events, forms, home, lines
from adapters.slack.pressed import at_once
from adapters.slack.scopes import COMMAND
from adapters.slack.station import Payload, Station, team_of
from adapters.state.errors import StateError

log = structlog.get_logger(__name__)


class Views:
    """The listeners of the pages."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def register(self, app: AsyncApp) -> None:
        """Listen."""
        app.event("app_home_opened")(ack=at_once, lazy=[self.opened])
        app.global_shortcut("ask_figure")(ack=at_once, lazy=[self.asked])
        app.view(forms.ASK)(self.filled_in)
        for slot in forms.SLOTS:
            app.options(slot)(self.typed)
        app.command(COMMAND, matchers=[_is_settings])(ack=at_once, lazy=[self.settings_wanted])
        app.action(home.SETTINGS)(ack=at_once, lazy=[self.settings_wanted])
        app.view(forms.SETTINGS)(self.set)
        # What is chosen in a form is read when the form is sent.
        for field in (*forms.SLOTS, forms.WHO, forms.COLLECTIONS):
            app.block_action(field)(at_once)

    async def opened(self, event: Payload, context: AsyncBoltContext, client: AsyncWebClient) -> None:
        """Home is drawn anew; Messages offers what to ask."""
        menu, user = self._station.desk.menu, event["user"]
        if event.get("tab") == "messages":
            await _offer(client, event["channel"], home.prompts(menu))
            return
        try:
            recent = await self._station.desk.recent(events.NAME, team_of(context), user)
        except StateError as fault:
            log.warning("no_recent_questions", why=type(fault).__name__)
            recent = []
        await client.views_publish(user_id=user, view=home.page(menu, recent))

    async def asked(self, body: Payload, client: AsyncWebClient) -> None:
        """The form: what, where, when."""
        await client.views_open(trigger_id=body["trigger_id"], view=forms.ask())

    async def filled_in(
        self, view: Payload, body: Payload, ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """The question of a form, answered in the direct conversation with who filled it in."""
        picked, user, station = forms.chosen(view), body["user"]["id"], self._station
        if not picked.get(forms.TOPIC):
            await ack(response_action="errors", errors={forms.TOPIC: lines.NEEDS_TOPIC})
            return
        question = question_of(picked[forms.TOPIC], picked.get(forms.PLACE, ""), picked.get(forms.PERIOD, ""))
        try:
            channel = (await client.conversations_open(users=[user]))["channel"]["id"]
            await station.desk.take(
                events.filled_in(view, team_of(context), user, channel, question, station.today())
            )  # fmt: skip
        except (SlackClientError, OSError, TimeoutError, StateError) as fault:
            log.warning("form_not_taken", why=type(fault).__name__)
            await ack(response_action="errors", errors={forms.TOPIC: lines.AWAY})
        else:
            await ack()

    async def typed(self, body: Payload, ack: AsyncAck) -> None:
        """What somebody who typed so much may mean: from memory, at once."""
        found = self._station.desk.menu.suggest(body["action_id"], str(body.get("value") or ""))
        await ack(options=forms.options(found))

    async def settings_wanted(
        self, body: Payload, context: AsyncBoltContext, client: AsyncWebClient, respond: AsyncRespond
    ) -> None:
        """The settings of the channel where the command was typed; from the home page, those of the workspace."""
        user = body.get("user_id") or body["user"]["id"]
        channel = body.get("channel_id") or ""
        if not await _may_set(client, user):
            if body.get("response_url"):
                await respond(text=lines.ONLY_ADMINS, response_type="ephemeral")
            else:
                await client.views_open(
                    trigger_id=body["trigger_id"], view=forms.note(lines.SETTINGS, lines.ONLY_ADMINS)
                )
            return
        now = await self._station.desk.preferences(events.NAME, team_of(context), channel)
        await client.views_open(
            trigger_id=body["trigger_id"], view=forms.settings(self._station.desk.menu, now, channel)
        )  # fmt: skip

    async def set(
        self, view: Payload, body: Payload, ack: AsyncAck, context: AsyncBoltContext, client: AsyncWebClient
    ) -> None:
        """What the form says is kept, if its sender may."""
        desk, team, user, channel = self._station.desk, team_of(context), body["user"]["id"], view["private_metadata"]
        if not await _may_set(client, user):
            await ack(response_action="update", view=forms.note(lines.SETTINGS, lines.ONLY_ADMINS))
            return
        before = await desk.preferences(events.NAME, team, channel)
        await desk.set_preferences(events.NAME, team, channel, forms.set_in(view, before), user)
        await ack(response_action="update", view=forms.note(lines.SETTINGS, lines.SAVED))


async def _is_settings(command: Payload) -> bool:
    return events.wants_settings(command)


async def _may_set(client: AsyncWebClient, user: str) -> bool:
    """Owners and admins of the workspace; whom Slack does not tell of, may not."""
    try:
        who = (await client.users_info(user=user))["user"]
    except (SlackClientError, OSError, TimeoutError) as fault:
        log.warning("not_known_who", why=type(fault).__name__)
        return False
    return bool(who.get("is_admin") or who.get("is_owner") or who.get("is_primary_owner"))


async def _offer(client: AsyncWebClient, channel: str, prompts: list[dict[str, str]]) -> None:
    """Suggested prompts are a kindness: where they cannot be had, nothing is lost."""
    try:
        await client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
    except (SlackApiError, OSError, TimeoutError) as fault:
        log.info("no_prompts", why=type(fault).__name__)
