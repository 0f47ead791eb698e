"""What each button does. A reply behind a button is looked up at the desk, so that it works after a restart too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from adapters.discord import lines, render, sheets
from adapters.discord.buttons import Act, Mark, example_id
from adapters.discord.extras import Extras
from adapters.discord.incoming import NAME, asked_by, team_of
from adapters.discord.reason import Reasons
from adapters.discord.reception import Interaction, Reception
from adapters.discord.render import Message, Seat
from bot.reply import Reply

Deed = Callable[[Interaction, Mark], Awaitable[None]]


class Presses:
    """The deeds of all buttons."""

    def __init__(self, reception: Reception, extras: Extras, reasons: Reasons) -> None:
        self._reception, self._extras = reception, extras
        self._deeds: dict[Act, Deed] = {
            "choice": self._choose,
            "example": self._ask_example,
            "source": self._show(render.sources),
            "copy": self._show(render.copy),
            "trend": self._draw,
            "file": self._hand_over,
            "page": self._turn,
            "sheet": self._turn_sheet,
            "share": self._share,
            "remove": self._remove,
            "good": reasons.praise,
            "bad": reasons.ask,
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
            await self._reception.say(interaction, lines.no_longer_kept())
        return reply

    def _show(self, rendered: Callable[..., Message]) -> Deed:
        async def show(interaction: Interaction, mark: Mark) -> None:
            await self._reception.begin(interaction, in_place=_is_turned(interaction, mark))
            if (reply := await self._reply(interaction, mark)) is not None:
                plain = await self._reception.plain(interaction)
                await self._reception.show(interaction, rendered(reply, number_of(mark), plain=plain))

        return show

    async def _draw(self, interaction: Interaction, mark: Mark) -> None:
        """The figures first; the picture of them as soon as it is made."""
        await self._reception.begin(interaction, in_place=_is_turned(interaction, mark))
        if (reply := await self._reply(interaction, mark)) is not None:
            await self._extras.draw(interaction, reply, number_of(mark))

    async def _hand_over(self, interaction: Interaction, mark: Mark) -> None:
        await self._reception.begin(interaction, in_place=False)
        if (reply := await self._reply(interaction, mark)) is not None:
            await self._extras.hand_over(interaction, reply)

    async def _choose(self, interaction: Interaction, mark: Mark) -> None:
        reply = await self._reception.promptly(interaction, mark.ref)
        number = number_of(mark)
        if reply is None:
            await self._reception.say(interaction, lines.no_longer_kept())
        elif number < len(reply.choices):
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
        alone = _is_page(interaction)
        await self._reception.begin(interaction, in_place=alone)
        if (reply := await self._reply(interaction, mark)) is not None:
            seat = Seat(ephemeral=alone, root=mark.root, plain=await self._reception.plain(interaction))
            await self._reception.show(interaction, render.answer(reply, seat, number_of(mark)))

    async def _turn_sheet(self, interaction: Interaction, mark: Mark) -> None:
        await self._reception.begin(interaction, in_place=_is_page(interaction))
        plain = await self._reception.plain(interaction)
        message = sheets.named(mark.ref, self._reception.desk.menu, number_of(mark), plain=plain)
        await self._reception.show(interaction, message)

    async def _share(self, interaction: Interaction, mark: Mark) -> None:
        """The asker's own reply, as a new message before all: Discord's public response to the press."""
        reception = self._reception
        click = asked_by(interaction, "", reception.today(), ephemeral=False, root=mark.root)
        async with reception.platform.interactions.opening(click):
            if await reception.desk.share(click, mark.ref):
                await interaction.response.defer(thinking=True, ephemeral=False)
            else:
                await reception.say(interaction, lines.not_yours("share"))

    async def _remove(self, interaction: Interaction, mark: Mark) -> None:
        """Acknowledged first, for the message may be gone a moment later."""
        reception = self._reception
        about = interaction.message.id if interaction.message else None
        click = asked_by(interaction, "", reception.today(), ephemeral=False, root=mark.root, about=about)
        async with reception.platform.interactions.opening(click):
            await interaction.response.defer()
        if await reception.desk.remove(click, mark.ref):
            return
        kept = await reception.desk.reply(NAME, team_of(interaction.guild_id), mark.ref) is not None
        await reception.say(interaction, lines.not_yours("remove") if kept else lines.no_longer_kept())


def number_of(mark: Mark) -> int:
    """The number that a mark carries; 0 where it carries none."""
    return int(mark.arg) if mark.arg.isdecimal() else 0


def _is_page(interaction: Interaction) -> bool:
    """Whether the button stands on a message that this user alone sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _is_turned(interaction: Interaction, mark: Mark) -> bool:
    """Whether the button turns the page of such a message."""
    return bool(mark.arg) and _is_page(interaction)
