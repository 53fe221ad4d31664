"""A provider from its row of the settings."""

import ssl
from collections.abc import Mapping

import httpx

from bot.errors import SettingsError
from bot.providers.download import Downloader
from bot.providers.http import ApiClient
from bot.providers.links import Links, Resolve, resolve
from bot.providers.novita_v2 import NovitaV2
from bot.providers.novita_v3 import NovitaV3
from bot.providers.provider import Provider
from bot.settings import ProviderKind, ProviderSettings
from bot.timing import Time

_MB = 1024 * 1024
_ADAPTERS: Mapping[ProviderKind, type[NovitaV2] | type[NovitaV3]] = {
    ProviderKind.NOVITA_V2: NovitaV2,
    ProviderKind.NOVITA_V3: NovitaV3,
}


def build_provider(
    settings: ProviderSettings,
    time: Time,
    *,
    transport: httpx.AsyncBaseTransport | None = None,
    resolve: Resolve = resolve,
) -> Provider:
    """Build the adapter of *settings* with clients of its own; reads the certificates from disk.

    *transport* and *resolve* replace the network; without them it is the real one.

    Raises:
        SettingsError: The key holds what no header can carry.
    """
    key = settings.api_key.get_secret_value() if settings.api_key else ""
    if not key.isascii() or not key.isprintable():
        raise SettingsError("provider.api_key: it must be plain letters, digits and signs")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if transport is None:
        # Once for both clients: reading the certificates takes tens of milliseconds.
        tls = httpx.create_ssl_context(trust_env=False)
    api = ApiClient(
        base_url=settings.base_url,
        api_key=settings.api_key,
        timeout_s=settings.timeout_s,
        time=time,
        tls=tls,
        transport=transport,
    )
    downloader = Downloader(
        links=Links(settings.base_url, resolve),
        max_bytes=settings.max_image_mb * _MB,
        time=time,
        tls=tls,
        transport=transport,
    )
    return _ADAPTERS[settings.kind](name=settings.name, api=api, downloader=downloader)
