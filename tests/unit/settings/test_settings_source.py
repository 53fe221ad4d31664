"""Settings from file and environment, and what is said about a wrong one."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import ProviderKind, Settings
from bot.settings_source import load_settings, variable_names


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in variable_names():
        monkeypatch.delenv(name, raising=False)
    empty = tmp_path / "easel.toml"
    empty.write_text("")
    monkeypatch.setenv("EASEL_CONFIG", str(empty))


def with_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    monkeypatch.setenv("EASEL_CONFIG", str(path))


def test_without_file_and_environment_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings == Settings()
    assert settings.store_url == "sqlite+aiosqlite:///data/easel.sqlite3"


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_file(monkeypatch, tmp_path, "[limits]\ndaily_quota = 5\nwaiting = 6\n")
    monkeypatch.setenv("EASEL_LIMITS__DAILY_QUOTA", "7")
    limits = load_settings().limits
    assert (limits.daily_quota, limits.waiting) == (7, 6)


def test_the_provider_variables_set_the_first_row_of_the_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = '[[providers]]\nname = "one"\nslots = 2\n[[providers]]\nname = "two"\n'
    with_file(monkeypatch, tmp_path, rows)
    monkeypatch.setenv("EASEL_PROVIDER__KIND", "novita-v3")
    monkeypatch.setenv("EASEL_PROVIDER__BASE_URL", "http://127.0.0.1:9/")
    monkeypatch.setenv("EASEL_PROVIDER__API_KEY", "marked-secret")
    first, second = load_settings().providers
    assert (first.name, first.slots, first.kind) == ("one", 2, ProviderKind.NOVITA_V3)
    assert first.base_url == "http://127.0.0.1:9"
    assert first.api_key is not None
    assert first.api_key.get_secret_value() == "marked-secret"
    assert (second.name, second.kind) == ("two", ProviderKind.NOVITA_V2)


@pytest.mark.parametrize(
    ("name", "value", "parts"),
    [
        ("EASEL_DATADIR", "x", ["EASEL_DATADIR", "EASEL_DATA_DIR"]),
        ("EASEL_STORES__URL", "x", ["EASEL_STORES__URL", "EASEL_STORE__URL"]),
        ("EASEL_LIMITS__DAILY_QUOTA", "many", ["limits.daily_quota", "'many'", "whole number"]),
        ("EASEL_LIMITS__DAILY_QUOTA", "0", ["limits.daily_quota", "'0'", "greater than or equal"]),
        ("EASEL_PROVIDER__KIND", "v9", ["kind", "'v9'", "novita-v2", "novita-v3"]),
        ("EASEL_PROVIDER__BASE_URL", "foo", ["base_url", "'foo'", "https"]),
        ("EASEL_DISCORD__GATEWAY_URL", "https://x", ["gateway_url", "wss"]),
        ("EASEL_LOG__LEVEL", "loud", ["log.level", "'loud'", "debug"]),
    ],
)
def test_a_wrong_variable_is_one_line_with_key_value_and_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, parts: list[str]
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    text = str(caught.value)
    assert "\n" not in text
    for part in parts:
        assert part in text


def test_a_misspelt_key_in_the_file_is_refused_with_a_guess(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_file(monkeypatch, tmp_path, "[limits]\ndayly_quota = 5\n")
    with pytest.raises(SettingsError, match=r"limits\.dayly_quota.*limits\.daily_quota"):
        load_settings()


def test_a_start_error_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_DISCORD__TOKEN", "marked-secret-token")
    monkeypatch.setenv("EASEL_PROVIDER__API_KEY", "marked-secret-key")
    monkeypatch.setenv("EASEL_LIMITS__WAITING", "-1")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "marked-secret" not in str(caught.value)
    assert "limits.waiting" in str(caught.value)


def test_a_secret_in_the_file_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with_file(monkeypatch, tmp_path, '[discord]\ntoken = "marked-secret"\n')
    with pytest.raises(SettingsError, match="environment") as caught:
        load_settings()
    assert "marked-secret" not in str(caught.value)


def test_a_file_that_is_no_toml_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with_file(monkeypatch, tmp_path, "[limits\n")
    with pytest.raises(SettingsError, match=r"own\.toml cannot be read as TOML"):
        load_settings()


def test_a_named_file_that_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EASEL_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"EASEL_CONFIG = 'nowhere\.toml'"):
        load_settings()


@pytest.mark.parametrize(
    "address",
    [
        "https://ada:marked-secret@example.org",
        "https://ada:marked-secret@example.org:99999",
        "ftp://ada:marked-secret@example.org",
    ],
)
def test_an_address_with_a_password_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("EASEL_PROVIDER__BASE_URL", address)
    with pytest.raises(SettingsError, match=r"providers\.0\.base_url = \(hidden\)") as caught:
        load_settings()
    assert "marked-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "part"),
    [
        ("ws://127.0.0.1:65536", "0 to 65535"),
        ("ws://127.0.0.1:-1", "0 to 65535"),
        ("ws://127.0.0.1:many", "0 to 65535"),
        ("ws://[::1", "not valid"),
        ("ws://", "name a host"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, part: str
) -> None:
    monkeypatch.setenv("EASEL_DISCORD__GATEWAY_URL", address)
    with pytest.raises(SettingsError, match=part) as caught:
        load_settings()
    assert "discord.gateway_url" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", ["0", "65535"])
def test_the_lowest_and_the_highest_port_are_taken(
    monkeypatch: pytest.MonkeyPatch, port: str
) -> None:
    monkeypatch.setenv("EASEL_DISCORD__GATEWAY_URL", f"ws://127.0.0.1:{port}")
    assert load_settings().discord.gateway_url.endswith(port)


@pytest.mark.parametrize("size", ["huge", "2049x10", "0x64"])
def test_a_default_size_that_cannot_be_is_refused_at_start(
    monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    monkeypatch.setenv("EASEL_DEFAULTS__SIZE", size)
    with pytest.raises(SettingsError, match=r"defaults\.size.*WIDTHxHEIGHT"):
        load_settings()


@pytest.mark.parametrize("size", ["portrait", "2048x64"])
def test_a_default_size_may_be_a_format_or_pixels(
    monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    monkeypatch.setenv("EASEL_DEFAULTS__SIZE", size)
    assert load_settings().defaults.size == size


def test_a_server_that_is_listed_twice_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = "[{ server_id = 5, images_days = 3 }, { server_id = 6 }, { server_id = 5 }]"
    with_file(monkeypatch, tmp_path, f"[retention]\nservers = {rows}\n")
    with pytest.raises(SettingsError, match=r"retention\.servers.* may stand there once.* 5"):
        load_settings()
