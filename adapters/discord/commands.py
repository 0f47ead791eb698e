"""The commands: `/crime …`, and “Look up this figure” on any message. Typed options become a question."""

from __future__ import annotations

from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Choice

from adapters.desk.asking import question_of
from adapters.discord import lines, sheets
from adapters.discord.incoming import NAME, team_of
from adapters.discord.limits import CHOICE, MOST_CHOICES, QUESTION, cut
from adapters.discord.reception import Interaction, Reception
from adapters.discord.settings_command import Wish, set_by
from bot.menu import Slot

LOOK_UP = "Look up this figure"
EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
ANY_INSTALL = app_commands.AppInstallationType(guild=True, user=True)
Typed = app_commands.Range[str, 1, CHOICE]
Choices = list[Choice[str]]


class Crime(app_commands.Group):
    """`/crime` and all below it."""

    def __init__(self, reception: Reception) -> None:
        super().__init__(
            name="crime",
            description="Crime and policing figures, each with its period and its source",
            allowed_contexts=EVERYWHERE,
            allowed_installs=ANY_INSTALL,
        )
        self._reception = reception

    @app_commands.command()
    @app_commands.describe(question="In plain English, as in: burglary in Camden in 2024")
    async def ask(self, interaction: Interaction, question: app_commands.Range[str, 0, QUESTION] = "") -> None:
        """Ask in plain English."""
        if question.strip():
            await self._reception.ask(interaction, question)
        else:
            await self._help(interaction)

    @app_commands.command()
    @app_commands.describe(
        topic="What is counted", place="Where (default: London)", period="When (default: the latest)"
    )
    async def figure(self, interaction: Interaction, topic: Typed, place: Typed = "", period: Typed = "") -> None:
        """Look one figure up."""
        await self._reception.ask(interaction, question_of(topic, place, period))

    @app_commands.command()
    @app_commands.describe(
        topic="What is counted", place="Where (default: London)", period="When (default: the latest)",
        other_place="The place to compare with", other_period="The period to compare with",
    )  # fmt: skip
    async def compare(
        self, interaction: Interaction, topic: Typed, place: Typed = "", period: Typed = "",
        other_place: Typed = "", other_period: Typed = "",
    ) -> None:  # fmt: skip
        """Compare two places, or two periods."""
        await self._reception.ask(interaction, comparison_of(topic, place, period, other_place, other_period))

    @app_commands.command()
    async def sources(self, interaction: Interaction) -> None:
        """List where the figures come from."""
        await self._sheet(interaction, "sources")

    @app_commands.command()
    async def topics(self, interaction: Interaction) -> None:
        """List what can be asked."""
        await self._sheet(interaction, "topics")

    @app_commands.command()
    async def help(self, interaction: Interaction) -> None:
        """How to ask, what is held, and your recent questions."""
        await self._help(interaction)

    @app_commands.command()
    @app_commands.describe(
        place="Place read where a question names none; “none” for London", answers="Who sees answers to commands",
        layout="How answers look", collections="Collections that answer, with commas between; “all” for all",
        scope="For whom this is set",
    )  # fmt: skip
    async def settings(
        self, interaction: Interaction, place: Typed = "", answers: Literal["private", "public", ""] = "",
        layout: Literal["cards", "plain text", ""] = "", collections: Typed = "",
        scope: Literal["this channel", "this server", "just me"] = "this channel",
    ) -> None:  # fmt: skip
        """See or change how Beatbook answers here."""
        wish = Wish(place, answers, layout, collections, scope)
        await self._reception.say(interaction, await set_by(interaction, wish, self._reception.desk))

    @figure.autocomplete("topic")
    @compare.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        return self._suggested("topic", typed)

    @figure.autocomplete("place")
    @compare.autocomplete("place")
    @compare.autocomplete("other_place")
    @settings.autocomplete("place")
    async def _places(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        return self._suggested("place", typed)

    @figure.autocomplete("period")
    @compare.autocomplete("period")
    @compare.autocomplete("other_period")
    async def _periods(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        return self._suggested("period", typed)

    @settings.autocomplete("collections")
    async def _collections(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        names = ("all", *self._reception.desk.menu.collections)
        return [Choice(name=name, value=name) for name in names if typed.lower() in name][:MOST_CHOICES]

    def _suggested(self, slot: Slot, typed: str) -> Choices:
        """What is held and begins so, from memory; words of one's own may be sent all the same."""
        found = self._reception.desk.menu.suggest(slot, typed, MOST_CHOICES)
        return [Choice(name=cut(one.label, CHOICE), value=one.value) for one in found if len(one.value) <= CHOICE]

    async def _sheet(self, interaction: Interaction, name: str) -> None:
        plain = await self._reception.plain(interaction)
        message = sheets.named(name, self._reception.desk.menu, 0, plain=plain)
        await interaction.response.send_message(ephemeral=True, **message.editing())

    async def _help(self, interaction: Interaction) -> None:
        desk, plain = self._reception.desk, await self._reception.plain(interaction)
        asked = await desk.recent(NAME, team_of(interaction.guild_id), str(interaction.user.id))
        name = interaction.client.user.mention if interaction.client.user else "Beatbook"
        message = sheets.helping(desk.menu, name, [one.text for one in asked], plain=plain)
        await interaction.response.send_message(ephemeral=True, **message.editing())


class Tree(app_commands.CommandTree[Any]):
    """The tree, whose every fault ends at the reception."""

    reception: Reception

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell it in one sentence, and log it under the same reference."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await self.reception.say(interaction, lines.outdated())
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await self.reception.mishap(interaction, cause)


def furnish(tree: Tree, reception: Reception) -> None:
    """Put all commands into the tree."""
    tree.reception = reception
    tree.add_command(Crime(reception))

    async def look_up(interaction: Interaction, message: discord.Message) -> None:
        await reception.ask(interaction, cut(message.clean_content, QUESTION))

    menu = app_commands.ContextMenu(
        name=LOOK_UP, callback=look_up, allowed_contexts=EVERYWHERE, allowed_installs=ANY_INSTALL
    )
    tree.add_command(menu)


def comparison_of(topic: str, place: str, period: str, other_place: str, other_period: str) -> str:
    """The full question that two places or two periods ask."""
    if other_place:
        asked = question_of(topic, place or "London", period).rstrip("?")
        return (
            f"{asked} compared with {question_of('', other_place, '').rstrip('?').removeprefix('In ') or other_place}?"
        )
    if other_period:
        return f"{question_of(topic, place, period).rstrip('?')} compared with {other_period}?"
    return question_of(topic, place, period)
