"""Every sentence that the desk itself says, one function a situation. Figures' sentences are the bot's."""

from __future__ import annotations

from bot.reply import Reply


def busy() -> Reply:
    """More questions than can be answered: said once a minute to a user."""
    return Reply("error", "I am answering many questions at the moment. Please ask again in a minute.")


def parked(ref: str) -> Reply:
    """A question that broke the answering twice: the reference leads to it in the log."""
    text = f"Sorry, this question broke something here, and I cannot answer it. It is noted as {ref}."
    return Reply("error", text, ref=ref)
