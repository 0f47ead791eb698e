"""What readers think of a reply: “Helpful”, and “Not right” with a form for the reason.

The form is known by its id alone, as buttons are, so that it may be sent in after a restart.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from adapters.desk.desk import Verdict
from adapters.discord import lines
from adapters.discord.buttons import Mark, mark_in
from adapters.discord.incoming import NAME, team_of
from adapters.discord.limits import REASON
from adapters.discord.reception import Interaction, Reception


class Reasons:
    """Takes verdicts and their reasons."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def praise(self, interaction: Interaction, mark: Mark) -> None:
        """The reply helped."""
        await self._reception.begin(interaction, in_place=False)
        await self._judge(interaction, mark, "good", "")
        await self._reception.say(interaction, lines.thanks())

    async def ask(self, interaction: Interaction, mark: Mark) -> None:
        """The reply is not right: noted at once, for the form may never be sent in."""
        await interaction.response.send_modal(_form(mark))
        await self._judge(interaction, mark, "bad", "")

    async def sent_in(self, interaction: Interaction) -> None:
        """The form was sent in; nothing happens where it is none of ours."""
        data: Any = interaction.data or {}
        mark = mark_in(str(data.get("custom_id", "")))
        if mark is not None and mark.act == "bad":
            await self._reception.begin(interaction, in_place=False)
            await self._judge(interaction, mark, "bad", next(_values(data.get("components", [])), ""))
            await self._reception.say(interaction, lines.thanks_for_reason())

    async def _judge(self, interaction: Interaction, mark: Mark, verdict: Verdict, reason: str) -> None:
        where = NAME, team_of(interaction.guild_id)
        await self._reception.desk.feedback(*where, mark.ref, verdict, reason, str(interaction.user.id))


def _form(mark: Mark) -> ui.Modal:
    """Asks what is not right."""
    form = ui.Modal(title=lines.reason_title(), custom_id=mark.custom_id)
    words: ui.TextInput[Any] = ui.TextInput(
        style=discord.TextStyle.paragraph, required=False, max_length=REASON, placeholder=lines.reason_hint()
    )
    form.add_item(ui.Label(text=lines.reason_label(), component=words))
    # The library need not keep it, for everybody who never sends it in.
    form.stop()
    return form


def _values(components: list[dict[str, Any]]) -> Iterator[str]:
    """What was written into the fields of a form."""
    for component in components:
        if "value" in component:
            yield str(component["value"])
        yield from _values(component.get("components", []))
        if "component" in component:
            yield from _values([component["component"]])
