"""Which links may be followed: public https hosts, and the provider's own host and port."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence

import httpx

from bot.errors import ProviderUnavailable
from bot.providers.bad_images import LinkRefused

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

_DEFAULT_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


async def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of *host*.

    Raises:
        ProviderUnavailable: The name is unknown at the moment.
    """
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ProviderUnavailable(detail=f"resolve: {type(error).__name__}") from None
    return [str(address[4][0]) for address in found]


def is_public(address: str) -> bool:
    """Whether *address* is one of the internet's, also when an IPv4 one hides in an IPv6 one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64:
            hidden = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = hidden or ip
    return ip.is_global and not ip.is_multicast


class Links:
    """Checks a link and turns it into a request for the very address that was checked."""

    def __init__(self, base_url: str, resolve: Resolve = resolve) -> None:
        self._own = _place(httpx.URL(base_url))
        self._resolve = resolve

    async def request(self, client: httpx.AsyncClient, url: httpx.URL) -> httpx.Request:
        """Build the request for *url*, pinned to a checked address.

        Pinned, because the name could resolve to a private address the second time.

        Raises:
            LinkRefused: The link leads where none may be followed.
            ProviderUnavailable: The host's name is unknown at the moment.
        """
        place = _place(url)
        if url.userinfo or not url.host or url.scheme not in _DEFAULT_PORTS:
            raise LinkRefused(detail="a link with a password, no host or a strange scheme")
        if place == self._own:
            return client.build_request("GET", url)
        if url.scheme != "https":
            raise LinkRefused(detail=f"a link without https to {url.host}")
        addresses = await self._resolve(*place)
        if not addresses or not all(map(is_public, addresses)):
            raise LinkRefused(detail=f"a link to the private host {url.host}")
        address = next((each for each in addresses if ":" not in each), f"[{addresses[0]}]")
        return client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )


def _place(url: httpx.URL) -> tuple[str, int]:
    return url.host, url.port or _DEFAULT_PORTS.get(url.scheme, 0)
