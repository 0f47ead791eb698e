"""The settings of an installation: one typed object, read once by the composition root.

Each setting is a variable `BEATBOOK_…` of the environment, or of a file `.env` in the folder where the program starts;
the environment wins. A secret may stand in a file of its own, which the variable with `_FILE` at its end names.

Every question in a fresh process waits for this module: what only some installations need is imported where it is used.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

PREFIX = "BEATBOOK_"
MOST_SECRET_CHARACTERS = 4096

_API_URL = re.compile(r"https?://[^\s/]+(?:/[^\s]*)?/api/?")
_SHARDS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?/(\d{1,5})")
_COLLECTION = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Trouble(NamedTuple):
    """One setting that cannot be used: the variable, what is wrong with it, and the remedy."""

    variable: str
    wrong: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.variable} {self.wrong}; {self.remedy}"


class SettingsError(Exception):
    """Settings that cannot be used. Its text has one line for each trouble, and never a setting's value."""

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        super().__init__("\n".join(map(str, troubles)))
        self.troubles = troubles


class _Refusal(Exception):
    """A value that a reader does not take: what is wrong with it, and the remedy."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong, remedy)
        self.wrong, self.remedy = wrong, remedy


class Secret:
    """A text that shows itself only when asked to. No dataclass: `asdict` would take it apart."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(**********)"

    def __str__(self) -> str:
        return "**********"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        return self._text == other._text if isinstance(other, Secret) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._text)


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("beatbook")


class Shards(NamedTuple):
    """The part of a large bot's connections that one process holds: which, of how many in all."""

    ids: range
    total: int


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may set. Secrets print as asterisks."""

    home: Path = field(default_factory=_data_folder)
    knowledge_dir: Path | None = None
    collections: tuple[str, ...] | None = None
    sources_dir: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    workers: int = 2
    database_url_file: Path | None = None
    database_url: Secret | None = None
    slack_bot_token_file: Path | None = None
    slack_bot_token: Secret | None = None
    slack_app_token_file: Path | None = None
    slack_app_token: Secret | None = None
    slack_signing_secret_file: Path | None = None
    slack_signing_secret: Secret | None = None
    slack_client_id: str | None = None
    slack_client_secret_file: Path | None = None
    slack_client_secret: Secret | None = None
    slack_api_url: str | None = None
    discord_token_file: Path | None = None
    discord_token: Secret | None = None
    discord_shards: Shards | None = None


def _home(text: str) -> Path:
    path = Path(text).expanduser()
    if path.exists() and not path.is_dir():
        raise _Refusal("is a file", "name a folder; it is created where it is missing")
    return path


def _folder(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_dir():
        raise _Refusal("is no folder", "create it, or correct the path")
    return path


def _secret_file(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise _Refusal("is no file", "write the secret into a file and name it here")
    return path


def _collections(text: str) -> tuple[str, ...] | None:
    names = tuple(name for part in text.split(",") if (name := part.strip()))
    if not all(map(_COLLECTION.fullmatch, names)):
        raise _Refusal("is no list of collections", "write names with commas between, as in articles,dossier")
    return names or None


def _api_url(text: str) -> str:
    if not _API_URL.fullmatch(text):
        raise _Refusal("is no address of a Web API", "write it as https://slack.com/api/, or leave it out")
    return text if text.endswith("/") else f"{text}/"


def _number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most):
            raise _Refusal("is no such number", f"write a whole number from {least} to {most}")
        return int(text)

    return read


def _secret(*beginnings: str) -> Callable[[str], Secret]:
    """A reader that catches one secret pasted in another's place, without telling it."""

    def read(text: str) -> Secret:
        if not text.startswith(beginnings):
            raise _Refusal(f"does not begin with {' or '.join(beginnings)}", "paste the value that does")
        return Secret(text)

    return read


def _shards(text: str) -> Shards:
    said = _SHARDS.fullmatch(text)
    first, last, total = (int(said[1]), int(said[2] or said[1]), int(said[3])) if said else (1, 0, 0)
    if not first <= last < total:
        raise _Refusal("is no range of shards", "write first-last/all, as in 0-3/8")
    return Shards(range(first, last + 1), total)


# How the text of each setting becomes its value. A secret's file stands before the secret: `_said_or_filed` needs it.
READERS: dict[str, Callable[[str], object]] = {
    "home": _home,
    "knowledge_dir": _folder,
    "collections": _collections,
    "sources_dir": _folder,
    "http_host": str,
    "http_port": _number(0, 65535),
    "metrics_host": str,
    "metrics_port": _number(0, 65535),
    "workers": _number(1, 64),
    "database_url_file": _secret_file,
    "database_url": _secret("sqlite://", "postgresql://", "postgresql+"),
    "slack_bot_token_file": _secret_file,
    "slack_bot_token": _secret("xoxb-"),
    "slack_app_token_file": _secret_file,
    "slack_app_token": _secret("xapp-"),
    "slack_signing_secret_file": _secret_file,
    "slack_signing_secret": Secret,
    "slack_client_id": str,
    "slack_client_secret_file": _secret_file,
    "slack_client_secret": Secret,
    "slack_api_url": _api_url,
    "discord_token_file": _secret_file,
    "discord_token": Secret,
    "discord_shards": _shards,
}


def variables() -> tuple[str, ...]:
    """The names of all variables that are read, in the order of the settings."""
    return tuple(map(_variable, READERS))


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process. Raises SettingsError with all troubles at once."""
    try:
        said = {**_filed(env_file), **os.environ}
    except (OSError, UnicodeDecodeError):
        wrong = Trouble(str(env_file), "cannot be read", "save it as UTF-8 text, readable for this user")
        raise SettingsError((wrong,)) from None
    ours = {name: text for name, text in said.items() if name.startswith(PREFIX) and text}
    unknown = [_unknown(name) for name in sorted(ours.keys() - set(variables()))]
    known = {name: ours[variable] for name in READERS if (variable := _variable(name)) in ours}
    # A default is looked at like any other value: a file may lie in its place.
    values, troubles = _read(known if "home" in known else {**known, "home": str(_data_folder())})
    if unknown or troubles:
        raise SettingsError((*unknown, *troubles)) from None
    return Settings(**values)


def _variable(name: str) -> str:
    return f"{PREFIX}{name}".upper()


def _filed(env_file: Path | None) -> dict[str, str]:
    """What the file sets; nothing where there is none. Its reader is only loaded for a file."""
    if env_file is None or not env_file.is_file():
        return {}
    from dotenv import dotenv_values

    return {name: value for name, value in dotenv_values(env_file, interpolate=False).items() if value is not None}


def _read(said: Mapping[str, str]) -> tuple[dict[str, Any], list[Trouble]]:
    """The values of all settings that are said, and what is wrong with the others."""
    values: dict[str, Any] = {}
    troubles: list[Trouble] = []
    for name, reader in READERS.items():
        try:
            text = _said_or_filed(name, said, values.get(f"{name}_file"))
            if text is not None:
                values[name] = reader(text)
        except _Refusal as refusal:
            troubles.append(Trouble(_variable(name), refusal.wrong, refusal.remedy))
        except (OSError, RuntimeError):  # no permission, a name too long, `~` of a user who does not exist
            troubles.append(Trouble(_variable(name), "cannot be looked up", "correct the path, or make it readable"))
    return values, troubles


def _said_or_filed(name: str, said: Mapping[str, str], path: Path | None) -> str | None:
    """The text of a setting, or what its file holds; never both."""
    if path is None:
        return said.get(name)
    variable = _variable(name)
    if name in said:
        raise _Refusal("is set twice", f"keep it or {variable}_FILE, not both")
    return _content(path, variable)


def _content(path: Path, variable: str) -> str:
    """The secret that the file holds, without the line end that editors add."""
    try:
        text = path.read_text(encoding="utf-8")[: MOST_SECRET_CHARACTERS + 1].strip()
    except (OSError, UnicodeDecodeError):
        raise _Refusal("stands in a file that cannot be read", f"make the file of {variable}_FILE readable") from None
    if not text or len(text) > MOST_SECRET_CHARACTERS:
        raise _Refusal("stands in a file that holds no secret", f"write the secret into the file of {variable}_FILE")
    return text


def _unknown(variable: str) -> Trouble:
    from difflib import get_close_matches

    near = get_close_matches(variable, variables(), n=1)
    remedy = f"did you mean {near[0]}?" if near else "remove it; .env.example lists the settings"
    return Trouble(variable, "is no setting", remedy)
