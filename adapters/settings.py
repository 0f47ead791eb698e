"""The settings of an installation: one typed object, read once by the composition root.

Each setting is a variable `BEATBOOK_…` of the environment, or of a file `.env` in the folder where the program starts;
the environment wins. A secret may stand in a file of its own, which the variable with `_FILE` at its end names.
"""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, NamedTuple

from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "BEATBOOK_"
MOST_SECRET_CHARACTERS = 4096

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


def _refusal(wrong: str, remedy: str) -> PydanticCustomError:
    return PydanticCustomError("setting", "{wrong}", {"wrong": wrong, "remedy": remedy})


def _split(names: object) -> object:
    """The names of a comma-separated list; what is no text stays as it is."""
    return tuple(name for part in names.split(",") if (name := part.strip())) if isinstance(names, str) else names


def _collections(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
    if any(not _COLLECTION.fullmatch(name) for name in names or ()):
        raise _refusal("is no list of collections", "write names with commas between, as in articles,dossier")
    return names or None


def _folder(path: Path | None) -> Path | None:
    if path is not None and not path.expanduser().is_dir():
        raise _refusal("is no folder", "create it, or correct the path")
    return path and path.expanduser()


def _home(path: Path) -> Path:
    if path.expanduser().exists() and not path.expanduser().is_dir():
        raise _refusal("is a file", "name a folder; it is created where it is missing")
    return path.expanduser()


def _secret_file(path: Path | None) -> Path | None:
    if path is not None and not path.expanduser().is_file():
        raise _refusal("is no file", "write the secret into a file and name it here")
    return path and path.expanduser()


def _begins(*beginnings: str) -> AfterValidator:
    """Catches one secret pasted in another's place, without telling it."""
    shown = " or ".join(beginnings)

    def check(secret: SecretStr | None) -> SecretStr | None:
        if secret is not None and not secret.get_secret_value().startswith(beginnings):
            raise _refusal(f"does not begin with {shown}", "paste the value that does")
        return secret

    return AfterValidator(check)


def _content(path: Path, variable: str) -> str:
    """The secret that the file holds, without the line end that editors add."""
    try:
        text = path.read_text(encoding="utf-8")[: MOST_SECRET_CHARACTERS + 1].strip()
    except (OSError, UnicodeDecodeError):
        raise _refusal("stands in a file that cannot be read", f"make the file of {variable}_FILE readable") from None
    if not text or len(text) > MOST_SECRET_CHARACTERS:
        raise _refusal("stands in a file that holds no secret", f"write the secret into the file of {variable}_FILE")
    return text


_Collections = Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(_split), AfterValidator(_collections)]
_SecretFile = Annotated[Path | None, AfterValidator(_secret_file)]
_Folder = Annotated[Path | None, AfterValidator(_folder)]


class Settings(BaseSettings):
    """Everything that an installation may set. Secrets print as asterisks."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        dotenv_filtering="match_prefix",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    home: Annotated[Path, AfterValidator(_home)] = Field(default_factory=lambda: user_data_path("beatbook"))
    knowledge_dir: _Folder = None
    collections: _Collections = None
    sources_dir: _Folder = None
    # A secret's file stands before the secret: it has been read when the secret is.
    database_url_file: _SecretFile = None
    database_url: Annotated[SecretStr | None, _begins("sqlite://", "postgresql://", "postgresql+")] = None
    slack_bot_token_file: _SecretFile = None
    slack_bot_token: Annotated[SecretStr | None, _begins("xoxb-")] = None
    slack_app_token_file: _SecretFile = None
    slack_app_token: Annotated[SecretStr | None, _begins("xapp-")] = None
    slack_signing_secret_file: _SecretFile = None
    slack_signing_secret: SecretStr | None = None
    discord_token_file: _SecretFile = None
    discord_token: SecretStr | None = None

    @field_validator(
        "database_url", "slack_bot_token", "slack_app_token", "slack_signing_secret", "discord_token", mode="before"
    )
    @classmethod
    def _said_or_filed(cls, said: object, info: ValidationInfo) -> object:
        """The secret itself, or what its file holds; never both."""
        variable = f"{PREFIX}{info.field_name}".upper()
        path: Path | None = info.data.get(f"{info.field_name}_file")
        if path is None:
            return said
        if said is not None:
            raise _refusal("is set twice", f"keep it or {variable}_FILE, not both")
        return _content(path, variable)


def variables() -> tuple[str, ...]:
    """The names of all variables that are read, in the order of the settings."""
    return tuple(f"{PREFIX}{name}".upper() for name in Settings.model_fields)


def read_settings(env_file: Path | None = Path(".env")) -> Settings:
    """The settings of this process. Raises SettingsError with all troubles at once."""
    troubles = [_unknown(name) for name in sorted(os.environ) if name.startswith(PREFIX) and name not in variables()]
    try:
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        troubles += [_trouble(detail) for detail in error.errors(include_url=False, include_input=False)]
    except (OSError, UnicodeDecodeError):
        troubles.append(Trouble(str(env_file), "cannot be read", "save it as UTF-8 text, readable for this user"))
    else:
        if not troubles:
            return settings
    raise SettingsError(tuple(troubles)) from None


def _unknown(variable: str) -> Trouble:
    near = get_close_matches(variable, variables(), n=1)
    remedy = f"did you mean {near[0]}?" if near else "remove it; .env.example lists the settings"
    return Trouble(variable, "is no setting", remedy)


def _trouble(detail: ErrorDetails) -> Trouble:
    variable = f"{PREFIX}{detail['loc'][0]}".upper()
    if detail["type"] == "extra_forbidden":
        return _unknown(variable)
    return Trouble(variable, detail["msg"], detail.get("ctx", {}).get("remedy", "correct it"))
