"""The only reader of the environment and of ``config/easel.toml``.

The file is read first, the environment overrides it. A misspelt key is an error in both:
pydantic-settings would ignore an unknown variable silently, so its name is checked here.
"""

import difflib
import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings import SettingsError as SourceError

from bot.errors import SettingsError
from bot.settings import (
    DefaultsSettings,
    DiscordSettings,
    LimitsSettings,
    LiveSettings,
    LogSettings,
    ModerationSettings,
    ProviderSettings,
    RetentionSettings,
    Settings,
    StoreSettings,
    WorkSettings,
)
from bot.texts import shorten

PREFIX = "EASEL_"
CONFIG_VARIABLE = "EASEL_CONFIG"
_HOME = Path(__file__).resolve().parent.parent / "config" / "easel.toml"
_SECRETS = ("token", "api_key")


class _Environment(BaseSettings):
    """The sections of ``Settings`` as variables; ``provider`` is the table's first row."""

    data_dir: Path
    discord: DiscordSettings
    provider: ProviderSettings
    store: StoreSettings
    limits: LimitsSettings
    moderation: ModerationSettings
    work: WorkSettings
    retention: RetentionSettings
    live: LiveSettings
    defaults: DefaultsSettings
    log: LogSettings


def load_settings() -> Settings:
    """Read the file and the environment.

    Raises:
        SettingsError: One line that names the key, the value and what is allowed.
    """
    _refuse_unknown_variables()
    values = _file_values(_config_path())
    try:
        environment = EnvSettingsSource(
            _Environment, env_prefix=PREFIX, env_nested_delimiter="__"
        )()
    except SourceError as error:
        raise SettingsError(f"the environment cannot be read: {error}") from None
    first = environment.pop("provider", None)
    if first:
        rows = [dict(row) for row in values.get("providers", [])] or [{}]
        rows[0].update(first)
        values["providers"] = rows
    try:
        return Settings(**_merged(values, environment))
    except ValidationError as error:
        raise SettingsError(_sentence(error)) from None


def variable_names() -> Iterator[str]:
    """Yield every variable that is understood, in the order of the settings."""
    yield CONFIG_VARIABLE
    for name, section in _Environment.model_fields.items():
        kind = section.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for key in kind.model_fields:
                yield f"{PREFIX}{name}__{key}".upper()
        else:
            yield f"{PREFIX}{name}".upper()


def _refuse_unknown_variables() -> None:
    known = set(variable_names())
    for name in os.environ:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(f"{name} is no setting of Easel{_guess(name.upper(), known)}")


def _config_path() -> Path | None:
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        if not Path(named).is_file():
            raise SettingsError(f"{CONFIG_VARIABLE} = {named!r} must name a file that exists")
        return Path(named)
    return next((path for path in (Path("config/easel.toml"), _HOME) if path.is_file()), None)


def _file_values(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}") from None
    _refuse_secrets(path, values)
    return values


def _refuse_secrets(path: Path, values: dict[str, Any]) -> None:
    sections = [values.get("discord", {}), *values.get("providers", [])]
    for section in sections:
        for secret in _SECRETS:
            if isinstance(section, dict) and secret in section:
                raise SettingsError(
                    f"{secret} in {path} is a secret: set it in the environment "
                    f"(EASEL_DISCORD__TOKEN, EASEL_PROVIDER__API_KEY) and remove it from the file"
                )


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        mine = merged.get(key)
        both = isinstance(mine, dict) and isinstance(value, dict)
        merged[key] = {**mine, **value} if both and mine is not None else value
    return merged


def _sentence(error: ValidationError) -> str:
    fault = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{key} is no setting of Easel{_guess(key, _keys())}"
    value = str(fault["input"])
    # An address may hold a password before the sign @.
    is_secret = key.endswith(_SECRETS) or "@" in value
    shown = "(hidden)" if is_secret else repr(shorten(value, 80))
    message = fault["msg"].removeprefix("Value error, ")
    message = message.replace("Input should be", "it must be").replace("integer", "whole number")
    return f"{key} = {shown}: {message}{_as_variable(key)}"


def _as_variable(key: str) -> str:
    name = PREFIX + key.replace("providers.0", "provider").replace(".", "__").upper()
    return f" (it is set by the variable {name})" if name in map(str.upper, os.environ) else ""


def _keys() -> set[str]:
    names = (name.removeprefix(PREFIX).lower() for name in variable_names())
    return {name.replace("__", ".").replace("provider.", "providers.0.") for name in names}


def _guess(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
