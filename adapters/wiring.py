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

    def bot(self, collections: Sequence[str] | None = None, version: str | None = None) -> Bot:
        """A bot on the current build, or on the build of a version; raises NothingBuilt or KnowledgeError."""
        path = file_of(self.built, version) if version else current(self.built)
        if path is None or not path.is_file():
            raise NothingBuilt(f"no knowledge is built in {self.built}; run: beatbook build")
        return Bot(KnowledgeBase.open(path, collections or self.settings.collections))


def today() -> date:
    """The date in London, where the day of a question is read."""
    return datetime.now(LONDON).date()
