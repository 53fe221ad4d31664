"""The settings file and the README name every setting; the shipped file is valid."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.settings import PriceSettings, ProviderSettings, Settings
from bot.settings_source import variable_names

ROOT = Path(__file__).resolve().parents[3]
FILE = (ROOT / "config" / "easel.toml").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
SECRETS = {"token", "api_key"}


def uncommented() -> str:
    """Return the file with its examples switched on."""
    return re.sub(r"^# (\[\[?\w+\]\]?|\w+ = .*)$", r"\1", FILE, flags=re.MULTILINE)


def test_the_shipped_file_is_valid_as_it_is() -> None:
    assert Settings(**tomllib.loads(FILE)) == Settings()


def test_the_examples_in_the_shipped_file_show_the_defaults() -> None:
    values = tomllib.loads(uncommented())
    settings = Settings(**values)
    assert settings.model_copy(update={"providers": (), "prices": ()}) == Settings()
    example = settings.providers[0].model_copy(update={"default_model": None})
    assert example == ProviderSettings()


def test_every_setting_stands_in_the_shipped_file() -> None:
    values = tomllib.loads(uncommented())
    for name, section in Settings.model_fields.items():
        if name == "providers":
            assert set(values[name][0]) == set(ProviderSettings.model_fields) - SECRETS
        elif name == "prices":
            assert set().union(*values[name]) == set(PriceSettings.model_fields)
        elif isinstance(section.annotation, type) and issubclass(section.annotation, BaseModel):
            assert set(values[name]) == set(section.annotation.model_fields) - SECRETS
        else:
            assert name in values


@pytest.mark.parametrize("name", list(variable_names()))
def test_every_variable_stands_in_the_readme(name: str) -> None:
    key = name.removeprefix("EASEL_").lower().rpartition("__")[2]
    assert f"`{name}`" in README or f"`{key}`" in README
