"""The composition root: settings → the knowledge that is built → a bot. Each command starts here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.settings import Settings, read_settings
from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.shelf import current, file_of

LONDON = ZoneInfo("Europe/London")


class NothingBuilt(Exception):
    """No knowledge has been built in this installation's home."""


@dataclass(frozen=True, slots=True)
class House:
    """One installation: its settings, and where its text and its built knowledge lie."""

    settings: Settings

    @classmethod
    def furnished(cls) -> House:
        """The house as the environment sets it; raises SettingsError."""
        return cls(read_settings())

    @property
    def texts(self) -> tuple[Path, ...]:
        """The bundled folder of knowledge, and a newsroom's own beside it."""
        bundled = Path(str(files("knowledge") / "data"))
        return (bundled, self.settings.knowledge_dir) if self.settings.knowledge_dir else (bundled,)

    @property
    def built(self) -> Path:
        """The folder of compiled knowledge."""
        return self.settings.home / "knowledge"

    @property
    def pictures(self) -> Path:
        """The folder of pictures made before; deleting it costs only time."""
        return self.settings.home / "pictures"

    @property
    def journal(self) -> Path:
        """The folder of what was asked here."""
        return self.settings.home

    def bot(
        self, collections: Sequence[str] | None = None, version: str | None = None, as_of: date | None = None
    ) -> Bot:
        """A bot on the current build, or on the build of a version; raises NothingBuilt or KnowledgeError.

        `as_of`: of what was published by that day; a version may end with it (`…@2026-04-30`).
        """
        name, _, day = (version or "").partition("@")
        path = file_of(self.built, name) if name else current(self.built)
        if path is None or not path.is_file():
            raise NothingBuilt(f"no knowledge is built in {self.built}; run: beatbook build")
        seen = date.fromisoformat(day) if day else as_of
        return Bot(KnowledgeBase.open(path, collections or self.settings.collections, seen))


def today() -> date:
    """The date in London, where the day of a question is read."""
    return datetime.now(LONDON).date()
