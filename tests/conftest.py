"""What tests share: the real knowledge, built once, and a bot on it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from bot.bot import Bot
from knowledge.base import KnowledgeBase
from knowledge.build import build

TEXT = Path(str(files("knowledge") / "data"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled knowledge, compiled."""
    return build((TEXT,), tmp_path_factory.mktemp("knowledge")).path


@pytest.fixture(scope="session")
def knowledge(built: Path) -> KnowledgeBase:
    return KnowledgeBase.open(built)


@pytest.fixture(scope="session")
def bot(built: Path) -> Bot:
    """A bot on the articles alone: what it must answer and must not is known figure by figure."""
    return Bot(KnowledgeBase.open(built, ("articles",)))


@pytest.fixture(scope="session")
def bots(built: Path, bot: Bot) -> dict[str, Bot]:
    """A bot on each curated collection alone."""
    return {"articles": bot, "dossier": Bot(KnowledgeBase.open(built, ("dossier",)))}


@pytest.fixture(scope="session")
def whole(knowledge: KnowledgeBase) -> Bot:
    """A bot with every collection on."""
    return Bot(knowledge)
