"""Settings: every variable, every trouble at once, and no secret in any text."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from adapters.settings import Settings, SettingsError, Trouble, read_settings, variables

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
    assert isinstance(value, SecretStr)
    return value.get_secret_value()


def test_nothing_set() -> None:
    settings = read_settings()
    assert settings.home.name == "beatbook"
    assert settings.model_dump(exclude={"home"}) == {
        name.removeprefix("BEATBOOK_").lower(): None for name in variables() if name != "BEATBOOK_HOME"
    }


def test_empty_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, dict.fromkeys(variables(), ""))
    assert read_settings().model_dump(exclude={"home"}) == Settings(_env_file=None).model_dump(exclude={"home"})


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
    with pytest.raises(ValidationError):
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
    shown = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()} {vars(settings)}"
    assert "canary" not in shown
    assert [secret(settings, name) for name in SECRETS] == list(SECRETS.values())


def test_errors_carry_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEATBOOK_SLACK_BOT_TOKEN", "canary")
    with pytest.raises(SettingsError) as caught:
        read_settings()
    assert b"canary" not in pickle.dumps(caught.value.troubles)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
