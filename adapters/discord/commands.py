"""The commands: `/crime …`, and “Look up this figure” on any message. Typed options become a question."""

from __future__ import annotations

from typing import Any, Literal

import discord
from discord import app_commands
from discord.app_commands import Choice

from adapters.desk.asking import question_of
from adapters.discord import lines, sheets
from adapters.discord.asking import Across, By, Order, comparison_of, ranking_of, trend_of
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
    @app_commands.describe(
        topic="What is counted", place="Where (default: London)", since="From when on (default: all that is held)",
        period="The one year to look at; with “since”, the last",
    )  # fmt: skip
    async def trend(
        self, interaction: Interaction, topic: Typed, place: Typed = "", since: Typed = "", period: Typed = ""
    ) -> None:
        """See how a figure has changed over time."""
        await self._reception.ask(interaction, trend_of(topic, place, since, period))

    @app_commands.command()
    @app_commands.describe(
        topic="What is counted", across="What is ranked (default: boroughs)", order="Which comes first",
        by="Numbers, or rates for each 1,000 people", place="For months and years: where (default: London)",
        period="When (default: the latest)",
    )  # fmt: skip
    async def rank(
        self, interaction: Interaction, topic: Typed, across: Across = "boroughs", order: Order = "most first",
        by: By = "number", place: Typed = "", period: Typed = "",
    ) -> None:  # fmt: skip
        """Rank boroughs, police forces, regions, months or years."""
        await self._reception.ask(interaction, ranking_of(topic, across, order, by, place, period))

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
        scope="For whom this is set", reset="Take away what is set there",
    )  # fmt: skip
    async def settings(
        self, interaction: Interaction, place: Typed = "", answers: Literal["private", "public", ""] = "",
        layout: Literal["cards", "plain text", ""] = "", collections: Typed = "",
        scope: Literal["this channel", "this server", "just me"] = "this channel", reset: bool = False,
    ) -> None:  # fmt: skip
        """See or change how Beatbook answers here."""
        wish = Wish(place, answers, layout, collections, scope, reset)
        await self._reception.begin(interaction, in_place=False)
        await self._reception.say(interaction, await set_by(interaction, wish, self._reception))

    @figure.autocomplete("topic")
    @compare.autocomplete("topic")
    @trend.autocomplete("topic")
    @rank.autocomplete("topic")
    async def _topics(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        return self._suggested("topic", typed)

    @figure.autocomplete("place")
    @compare.autocomplete("place")
    @compare.autocomplete("other_place")
    @trend.autocomplete("place")
    @rank.autocomplete("place")
    @settings.autocomplete("place")
    async def _places(self, interaction: Interaction, typed: str) -> Choices:
        del interaction
        return self._suggested("place", typed)

    @figure.autocomplete("period")
    @compare.autocomplete("period")
    @compare.autocomplete("other_period")
    @trend.autocomplete("since")
    @trend.autocomplete("period")
    @rank.autocomplete("period")
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
        await self._reception.begin(interaction, in_place=False)
        plain = await self._reception.plain(interaction)
        await self._reception.show(interaction, sheets.named(name, self._reception.desk.menu, 0, plain=plain))

    async def _help(self, interaction: Interaction) -> None:
        await self._reception.begin(interaction, in_place=False)
        desk, plain = self._reception.desk, await self._reception.plain(interaction)
        asked = await desk.recent(NAME, team_of(interaction.guild_id), str(interaction.user.id))
        name = interaction.client.user.mention if interaction.client.user else "Beatbook"
        message = sheets.helping(desk.menu, name, [one.text for one in asked], plain=plain)
        await self._reception.show(interaction, message)


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
