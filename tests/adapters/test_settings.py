"""Settings: every variable, every trouble at once, and no secret in any text."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, fields
from pathlib import Path
from typing import get_type_hints

import pytest

from adapters.settings import READERS, Secret, Settings, SettingsError, Shards, Trouble, read_settings, variables

TOP = Path(__file__).parents[2]

SECRETS = {
    "BEATBOOK_DATABASE_URL": "postgresql://desk:canary@db/beatbook",
    "BEATBOOK_SLACK_BOT_TOKEN": "xoxb-canary",
    "BEATBOOK_SLACK_APP_TOKEN": "xapp-canary",
    "BEATBOOK_SLACK_SIGNING_SECRET": "canary-signing",
    "BEATBOOK_DISCORD_TOKEN": "canary-discord",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def put(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def troubles() -> tuple[Trouble, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings()
    return caught.value.troubles


def secret(settings: Settings, variable: str) -> str:
    value = getattr(settings, variable.removeprefix("BEATBOOK_").lower())
    assert isinstance(value, Secret)
    return value.reveal()


def unhomely(settings: Settings) -> dict[str, object]:
    """All settings but the home, which no variable need set."""
    return {name: value for name, value in asdict(settings).items() if name != "home"}


def test_the_readers_read_what_the_settings_hold() -> None:
    assert list(READERS) == [field.name for field in fields(Settings)]
    for name, hint in get_type_hints(Settings).items():
        reader = READERS[name]
        made = reader if isinstance(reader, type) else get_type_hints(reader)["return"]
        assert hint in (made, made | None), name


def test_nothing_set() -> None:
    settings = read_settings()
    assert settings.home.name == "beatbook"
    listens = {"http_host": "127.0.0.1", "http_port": 8080, "metrics_host": "127.0.0.1", "workers": 2}
    nothing = {name.removeprefix("BEATBOOK_").lower(): None for name in variables() if name != "BEATBOOK_HOME"}
    assert unhomely(settings) == nothing | listens


@pytest.mark.parametrize("port", ["70000", "-1", "eighty", "²", ""])
def test_a_port_is_a_whole_number_within_bounds(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("BEATBOOK_HTTP_PORT", port)
    if not port:
        assert read_settings().http_port == 8080
        return
    with pytest.raises(SettingsError, match="BEATBOOK_HTTP_PORT is no such number; write a whole number"):
        read_settings()


@pytest.mark.parametrize(("said", "shards"), [("0-3/8", Shards(range(4), 8)), ("7/8", Shards(range(7, 8), 8))])
def test_shards_are_a_part_of_all(monkeypatch: pytest.MonkeyPatch, said: str, shards: Shards) -> None:
    monkeypatch.setenv("BEATBOOK_DISCORD_SHARDS", said)
    assert read_settings().discord_shards == shards


@pytest.mark.parametrize("said", ["8", "3-1/8", "0-8/8", "0-3", "-1/8", "a/b", "0-3/0"])
def test_other_shards_are_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("BEATBOOK_DISCORD_SHARDS", said)
    with pytest.raises(SettingsError, match="BEATBOOK_DISCORD_SHARDS is no range of shards; write first-last/all"):
        read_settings()


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, dict.fromkeys(variables(), ""))
    assert read_settings() == Settings()


def test_paths_and_collections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    values = {"HOME": "~/new", "KNOWLEDGE_DIR": "~", "SOURCES_DIR": str(tmp_path), "COLLECTIONS": " articles, dossier,"}
    put(monkeypatch, {f"BEATBOOK_{name}": value for name, value in values.items()})
    settings = read_settings()
    assert settings.home == tmp_path / "new"
    assert settings.knowledge_dir == settings.sources_dir == tmp_path
    assert settings.collections == ("articles", "dossier")


def test_only_commas_are_no_choice_of_collections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_COLLECTIONS", " , ")
    assert read_settings().collections is None


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lines = "OTHER=1\nBEATBOOK_DISCORD_TOKEN='of file'\nBEATBOOK_COLLECTIONS=articles\nBEATBOOK_DATABASE_URL=\n"
    (tmp_path / ".env").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("BEATBOOK_COLLECTIONS", "dossier")
    settings = read_settings()
    assert secret(settings, "BEATBOOK_DISCORD_TOKEN") == "of file"
    assert settings.collections == ("dossier",)
    assert settings.database_url is None


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        read_settings().collections = ("articles",)  # type: ignore[misc]


@pytest.mark.parametrize("variable", SECRETS)
def test_a_secret_from_its_own_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str) -> None:
    (tmp_path / "secret").write_text(f"{SECRETS[variable]}\n", encoding="utf-8")
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "secret"))
    assert secret(read_settings(), variable) == SECRETS[variable]


@pytest.mark.parametrize("variable", SECRETS)
def test_a_secret_set_twice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str) -> None:
    (tmp_path / "secret").write_text(SECRETS[variable], encoding="utf-8")
    put(monkeypatch, {variable: SECRETS[variable], f"{variable}_FILE": str(tmp_path / "secret")})
    assert troubles() == (Trouble(variable, "is set twice", f"keep it or {variable}_FILE, not both"),)


@pytest.mark.parametrize("content", [b"", b" \n", b"x" * 5000, b"\xff\xfe"], ids=["empty", "blank", "long", "bytes"])
def test_a_file_without_a_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("BEATBOOK_DISCORD_TOKEN_FILE", str(tmp_path / "secret"))
    (trouble,) = troubles()
    assert trouble.variable == "BEATBOOK_DISCORD_TOKEN"
    assert "BEATBOOK_DISCORD_TOKEN_FILE" in trouble.remedy


def test_all_troubles_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / ".env").write_text("BEATBOOK_DISCORD_TOKN=canary\n", encoding="utf-8")
    wrong = {
        "BEATBOOK_HOME": str(tmp_path / "file"),
        "BEATBOOK_KNOWLEDGE_DIR": str(tmp_path / "canary"),
        "BEATBOOK_SOURCES_DIR": str(tmp_path / "file"),
        "BEATBOOK_COLLECTIONS": "Canary!",
        "BEATBOOK_DATABASE_URL": "mysql://canary",
        "BEATBOOK_SLACK_BOT_TOKEN": "xapp-canary",
        "BEATBOOK_SLACK_APP_TOKEN": "xoxb-canary",
        "BEATBOOK_SLACK_SIGNING_SECRET_FILE": str(tmp_path / "canary"),
        "BEATBOOK_COLECTIONS": "canary",
        "BEATBOOK_ZZZ": "canary",
    }
    put(monkeypatch, wrong)
    found = troubles()
    assert {trouble.variable for trouble in found} == {*wrong, "BEATBOOK_DISCORD_TOKN"}
    assert all(trouble.wrong and trouble.remedy for trouble in found)
    assert "canary" not in str(SettingsError(found)).lower()
    assert "BEATBOOK_COLECTIONS is no setting; did you mean BEATBOOK_COLLECTIONS?" in str(SettingsError(found))


def test_a_file_of_settings_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    assert troubles()[0].wrong == "cannot be read"


def test_secrets_do_not_print(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SECRETS)
    settings = read_settings()
    said = asdict(settings)
    shown = f"{settings} {settings!r} {said} {json.dumps(said, default=str)} {json.dumps(said, default=repr)}"
    assert "canary" not in shown
    assert not hasattr(settings, "__dict__")
    assert [secret(settings, name) for name in SECRETS] == list(SECRETS.values())


def test_errors_carry_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_SLACK_BOT_TOKEN", "canary")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert b"canary" not in pickle.dumps(caught.value.troubles)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert caught.value.__context__ is None


def test_a_secret_shows_itself_only_when_asked() -> None:
    hidden = Secret("canary")
    assert [str(hidden), f"{hidden}", f"{hidden:.3}", f"{hidden!r}"] == [
        "*" * 10,
        "*" * 10,
        "***",
        "Secret(**********)",
    ]
    assert not hasattr(hidden, "__dict__")
    assert hidden == Secret("canary")
    assert hidden != Secret("other")
    assert hidden != "canary"
    assert len({hidden, Secret("canary")}) == 1


@pytest.mark.parametrize("value", ["x" * 5000, "~no-such-user-canary/x"], ids=["long", "user"])
def test_a_path_that_cannot_be_looked_up(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    wrong = ("BEATBOOK_HOME", "BEATBOOK_KNOWLEDGE_DIR", "BEATBOOK_DISCORD_TOKEN_FILE")
    put(monkeypatch, dict.fromkeys(wrong, value))
    found = troubles()
    assert tuple(trouble.variable for trouble in found) == wrong
    assert value not in str(SettingsError(found))


def test_a_file_in_the_place_of_the_default_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("adapters.settings._data_folder", lambda: tmp_path / "beatbook")
    (tmp_path / "beatbook").touch()
    assert [(trouble.variable, trouble.wrong) for trouble in troubles()] == [("BEATBOOK_HOME", "is a file")]


def test_reading_settings_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = ("pydantic", "pydantic_core", "dotenv", "difflib", "platformdirs", "importlib.metadata")
    code = (
        "import sys; before = set(sys.modules); from adapters.settings import read_settings; read_settings(); "
        f"sys.exit(str([m for m in {heavy} if m in sys.modules and m not in before]))"
    )
    bare = {**os.environ, "PYTHONPATH": str(TOP), "BEATBOOK_HOME": str(tmp_path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=bare, capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"
