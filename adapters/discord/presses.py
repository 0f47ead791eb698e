"""What each button does. A reply behind a button is looked up at the desk, so that it works after a restart too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import ui

from adapters.desk.desk import Verdict
from adapters.discord import lines, render, sheets
from adapters.discord.buttons import Act, Mark, example_id
from adapters.discord.incoming import NAME, asked_by, team_of
from adapters.discord.limits import REASON
from adapters.discord.reception import Interaction, Reception
from adapters.discord.render import Message, Seat
from bot.reply import Reply

Deed = Callable[[Interaction, Mark], Awaitable[None]]


class Presses:
    """The deeds of all buttons."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._deeds: dict[Act, Deed] = {
            "choice": self._choose,
            "example": self._ask_example,
            "source": self._show(render.sources),
            "copy": self._show(render.copy),
            "trend": self._show(render.trend),
            "page": self._turn,
            "sheet": self._turn_sheet,
            "share": self._share,
            "remove": self._remove,
            "good": self._praise,
            "bad": self._ask_reason,
        }

    async def press(self, interaction: Interaction, mark: Mark) -> None:
        """Do what the button says."""
        if self._reception.paused:
            await self._reception.say(interaction, lines.restarting())
            return
        await self._deeds[mark.act](interaction, mark)

    async def _reply(self, interaction: Interaction, mark: Mark) -> Reply | None:
        """The reply that the button stands under; where it is no longer kept, that is said."""
        reply = await self._reception.desk.reply(NAME, team_of(interaction.guild_id), mark.ref)
        if reply is None:
            await self._reception.say(interaction, lines.too_old())
        return reply

    def _show(self, rendered: Callable[..., Message]) -> Deed:
        async def show(interaction: Interaction, mark: Mark) -> None:
            if (reply := await self._reply(interaction, mark)) is not None:
                plain = await self._reception.plain(interaction)
                message = rendered(reply, _number(mark), plain=plain)
                await self._reveal(interaction, message, in_place=bool(mark.arg) and _is_page(interaction))

        return show

    async def _reveal(self, interaction: Interaction, message: Message, *, in_place: bool) -> None:
        """For this user alone: in the place of the page that is turned, else as a message of its own."""
        if in_place:
            await interaction.response.edit_message(**message.editing())
        else:
            await interaction.response.send_message(ephemeral=True, **message.editing())

    async def _choose(self, interaction: Interaction, mark: Mark) -> None:
        reply = await self._reply(interaction, mark)
        if reply is None:
            return
        number = _number(mark)
        if number < len(reply.choices):
            await self._ask(interaction, reply.choices[number].question, mark.root)

    async def _ask_example(self, interaction: Interaction, mark: Mark) -> None:
        examples = self._reception.desk.menu.examples
        question = next((asked for asked in examples if example_id(asked) == mark.arg), None)
        if question is None:
            await self._reception.say(interaction, lines.outdated())
        else:
            await self._ask(interaction, question, "")

    async def _ask(self, interaction: Interaction, question: str, root: str) -> None:
        """Answered where the button stands: before all, or to the one user who sees it."""
        ephemeral = _is_page(interaction)
        await self._reception.ask(interaction, question, kind="action", root=root, ephemeral=ephemeral)

    async def _turn(self, interaction: Interaction, mark: Mark) -> None:
        if (reply := await self._reply(interaction, mark)) is not None:
            alone = _is_page(interaction)
            seat = Seat(ephemeral=alone, root=mark.root, plain=await self._reception.plain(interaction))
            await self._reveal(interaction, render.answer(reply, seat, _number(mark)), in_place=alone)

    async def _turn_sheet(self, interaction: Interaction, mark: Mark) -> None:
        plain = await self._reception.plain(interaction)
        message = sheets.named(mark.ref, self._reception.desk.menu, _number(mark), plain=plain)
        await self._reveal(interaction, message, in_place=_is_page(interaction))

    async def _share(self, interaction: Interaction, mark: Mark) -> None:
        """The asker's own reply, as a new message before all: Discord's public response to the press."""
        reception = self._reception
        click = asked_by(interaction, "", reception.today(), ephemeral=False, root=mark.root)
        async with reception.platform.interactions.opening(click, interaction.token):
            if await reception.desk.share(click, mark.ref):
                await interaction.response.defer(thinking=True, ephemeral=False)
            else:
                await reception.say(interaction, lines.not_yours("share"))

    async def _remove(self, interaction: Interaction, mark: Mark) -> None:
        """Acknowledged first, for the message may be gone a moment later."""
        reception = self._reception
        about = interaction.message.id if interaction.message else None
        click = asked_by(interaction, "", reception.today(), ephemeral=False, root=mark.root, about=about)
        async with reception.platform.interactions.opening(click, interaction.token):
            await interaction.response.defer()
        if not await reception.desk.remove(click, mark.ref):
            await reception.say(interaction, lines.not_yours("remove"))

    async def _praise(self, interaction: Interaction, mark: Mark) -> None:
        await self._judge(interaction, mark, "good", "")
        await self._reception.say(interaction, lines.thanks())

    async def _ask_reason(self, interaction: Interaction, mark: Mark) -> None:
        await interaction.response.send_modal(_Reason(self, mark))

    async def blame(self, interaction: Interaction, mark: Mark, reason: str) -> None:
        """A reader says what is not right with a reply."""
        await self._judge(interaction, mark, "bad", reason)
        await self._reception.say(interaction, lines.thanks_for_reason())

    async def _judge(self, interaction: Interaction, mark: Mark, verdict: Verdict, reason: str) -> None:
        where = NAME, team_of(interaction.guild_id)
        await self._reception.desk.feedback(*where, mark.ref, verdict, reason, str(interaction.user.id))

    async def mishap(self, interaction: Interaction, fault: Exception) -> None:
        """What went wrong, told."""
        await self._reception.mishap(interaction, fault)


class _Reason(ui.Modal):
    """Asks what is not right."""

    def __init__(self, presses: Presses, mark: Mark) -> None:
        super().__init__(title=lines.reason_title(), custom_id=mark.custom_id)
        self._presses, self._mark = presses, mark
        self._reason: ui.TextInput[_Reason] = ui.TextInput(
            style=discord.TextStyle.paragraph, required=False, max_length=REASON
        )
        self.add_item(ui.Label(text=lines.reason_label(), component=self._reason))

    async def on_submit(self, interaction: Interaction) -> None:
        """Note the reason."""
        await self._presses.blame(interaction, self._mark, self._reason.value)

    async def on_error(self, interaction: Interaction, error: Exception, item: object = None, /) -> None:
        """Tell it like any other fault."""
        del item
        await self._presses.mishap(interaction, error)


def _number(mark: Mark) -> int:
    return int(mark.arg) if mark.arg.isdecimal() else 0


def _is_page(interaction: Interaction) -> bool:
    """Whether the button stands on a message that this user alone sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral
