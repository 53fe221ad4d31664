"""The typed settings: what each means, its unit, its default and what is allowed.

``bot.settings_source`` reads them from the file and the environment.
"""

from collections import Counter
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from bot.domain.moderation.image_checks import ClassifierMode, ServiceCheck
from bot.domain.moderation.image_rules import KNOWN_WITHIN
from bot.domain.pricing import Price, PriceTable
from bot.domain.samplers import Sampler
from bot.domain.sizes import parse_size
from bot.errors import InvalidRequest


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _address(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        if not value.startswith(tuple(f"{scheme}://" for scheme in schemes)):
            raise ValueError(f"it must be an address that begins with {' or '.join(schemes)}://")
        try:
            parts = urlsplit(value)
            has_host, _port = bool(parts.hostname), parts.port
        except ValueError:
            raise ValueError("its host or port is not valid; a port is 0 to 65535") from None
        if not has_host:
            raise ValueError("it must name a host")
        # It would be sent and logged with the address.
        if "@" in parts.netloc:
            raise ValueError("it must not hold a user name or password")
        return value.rstrip("/")

    return AfterValidator(check)


def _size(value: str) -> str:
    try:
        parse_size(value)
    except InvalidRequest as error:
        raise ValueError(error.allowed) from None
    return value


HttpAddress = Annotated[str, _address("https", "http")]
SocketAddress = Annotated[str, _address("wss", "ws")]


class ProviderKind(StrEnum):
    """Which API an image service speaks."""

    NOVITA_V2 = "novita-v2"
    NOVITA_V3 = "novita-v3"


class DiscordSettings(_Section):
    """The bot's account and the three addresses of Discord."""

    token: SecretStr | None = None
    rest_url: HttpAddress = "https://discord.com/api/v10"
    gateway_url: SocketAddress = "wss://gateway.discord.gg"
    cdn_url: HttpAddress = "https://cdn.discordapp.com"
    sync_on_change: bool = True


class ProviderSettings(_Section):
    """One image service; the first row of the table is the one in use."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,31}$")] = "novita"
    kind: ProviderKind = ProviderKind.NOVITA_V2
    base_url: HttpAddress = "https://api.novita.ai"
    api_key: SecretStr | None = None
    default_model: str | None = None
    slots: Annotated[int, Field(ge=1, le=1_000)] = 4
    images_per_minute: Annotated[int, Field(ge=1, le=10_000)] = 20
    deadline_s: Annotated[float, Field(ge=1, le=86_400)] = 900
    timeout_s: Annotated[float, Field(ge=1, le=300)] = 30
    max_image_mb: Annotated[int, Field(ge=1, le=200)] = 40


Money = Annotated[Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
_Pattern = Annotated[str, Field(min_length=1, max_length=200)]


class PriceSettings(_Section):
    """What one image costs, by service and model; the first row that fits counts."""

    provider: _Pattern = "*"
    model: _Pattern = "*"
    per_image: Money = Decimal(0)
    per_megapixel_step: Money = Decimal(0)
    upscale_steps: Annotated[int, Field(ge=0, le=1_000)] = 10
    minimum: Money = Decimal(0)
    nsfw_detection: Money = Decimal(0)


class StoreSettings(_Section):
    """Where the database lies; ``{data_dir}`` stands for the data folder."""

    url: str = "{data_dir}/easel.sqlite3"


class LimitsSettings(_Section):
    """What a member, and a server, may have; all direct messages count as one server."""

    daily_quota: Annotated[int, Field(ge=1, le=100_000)] = 100
    currency: Annotated[str, Field(min_length=1, max_length=8)] = "$"
    month_budget: Money = Decimal(0)  # 0: no bound
    waiting: Annotated[int, Field(ge=1, le=1_000)] = 20
    running: Annotated[int, Field(ge=1, le=1_000)] = 4
    server_waiting: Annotated[int, Field(ge=1, le=100_000)] = 500
    server_running: Annotated[int, Field(ge=1, le=1_000)] = 32
    longest_wait_min: Annotated[int, Field(ge=1, le=10_080)] = 360
    role_weights: dict[Annotated[int, Field(ge=1)], Annotated[float, Field(ge=0.1, le=10)]] = {}


class ModerationSettings(_Section):
    """Who looks at images, for all servers; what follows from a look is each server's choice."""

    classifier: ClassifierMode = ClassifierMode.AUTO
    service_check: ServiceCheck = ServiceCheck.AUTO
    known_distance: Annotated[int, Field(ge=0, le=64)] = KNOWN_WITHIN


class WorkSettings(_Section):
    """How this process works: its name among others on the same database, and how it stops."""

    instance: Annotated[str, Field(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,63}$")] = "easel"
    grace_s: Annotated[float, Field(ge=0, le=600)] = 20


class ServerRetention(_Section):
    """What one server keeps for another time than the others; None is as by default."""

    server_id: Annotated[int, Field(ge=0)]
    images_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    prompts_days: Annotated[int, Field(ge=1, le=36_500)] | None = None
    ledger_days: Annotated[int, Field(ge=35, le=36_500)] | None = None
    log_days: Annotated[int, Field(ge=1, le=36_500)] | None = None


def _each_once(servers: tuple[ServerRetention, ...]) -> tuple[ServerRetention, ...]:
    counts = Counter(server.server_id for server in servers)
    twice = [str(server_id) for server_id, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"each server may stand there once; more often is {', '.join(twice)}")
    return servers


class RetentionSettings(_Section):
    """How long what is kept is kept, and how much the disk may hold."""

    images_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    prompts_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    ledger_days: Annotated[int, Field(ge=35, le=36_500)] = 400
    log_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    removed_server_days: Annotated[int, Field(ge=0, le=365)] = 7
    disk_max_gb: Annotated[float, Field(gt=0, le=1_000_000)] = 20
    disk_warning_percent: Annotated[int, Field(ge=1, le=100)] = 85
    servers: Annotated[
        tuple[ServerRetention, ...], Field(max_length=1_000), AfterValidator(_each_once)
    ] = ()


class LiveSettings(_Section):
    """How the reply shows progress."""

    previews: bool = True
    edit_interval_s: Annotated[float, Field(ge=0.5, le=60)] = 1.5
    channel_edits_per_minute: Annotated[int, Field(ge=1, le=300)] = 30


class DefaultsSettings(_Section):
    """What a request has where the member says nothing."""

    model: str = "sd_xl_base_1.0.safetensors"
    size: Annotated[str, AfterValidator(_size)] = "square"
    sampler: Sampler = Sampler.DPMPP_2M_KARRAS
    steps: Annotated[int, Field(ge=1, le=50)] = 20
    guidance: Annotated[float, Field(gt=0, le=30)] = 7.0
    negative_prompt: Annotated[str, Field(max_length=1000)] = ""


class LogSettings(_Section):
    """What is written to standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Settings(_Section):
    """Everything that the owner of a bot can set."""

    data_dir: Path = Path("data")
    discord: DiscordSettings = DiscordSettings()
    providers: Annotated[tuple[ProviderSettings, ...], Field(max_length=16)] = ()
    prices: Annotated[tuple[PriceSettings, ...], Field(max_length=200)] = ()
    store: StoreSettings = StoreSettings()
    limits: LimitsSettings = LimitsSettings()
    moderation: ModerationSettings = ModerationSettings()
    work: WorkSettings = WorkSettings()
    retention: RetentionSettings = RetentionSettings()
    live: LiveSettings = LiveSettings()
    defaults: DefaultsSettings = DefaultsSettings()
    log: LogSettings = LogSettings()

    @property
    def store_url(self) -> str:
        """The database's address as SQLAlchemy wants it."""
        url = self.store.url.replace("{data_dir}", str(self.data_dir))
        if "://" not in url:
            return f"sqlite+aiosqlite:///{url}"
        return url.replace("sqlite://", "sqlite+aiosqlite://", 1)

    @property
    def provider(self) -> ProviderSettings | None:
        """The image service in use, or None if none is set up."""
        return self.providers[0] if self.providers else None

    @property
    def price_table(self) -> PriceTable:
        """The prices, and the currency that they are in."""
        rows = tuple(Price(**row.model_dump()) for row in self.prices)
        return PriceTable(rows=rows, currency=self.limits.currency)

    @property
    def default_model(self) -> str:
        """The model of a request that names none."""
        provider = self.provider
        return (provider.default_model if provider else None) or self.defaults.model
