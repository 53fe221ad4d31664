"""How the sandbox's page writes relative times, in a real browser."""

from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from playwright.async_api import Page

from tests.wire.page_driver import CHROMIUM, open_browser, open_page
from tests.wire.page_server import PageServer

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine's PATH"),
]
TEXT = """async (distance_s) => {
    const { relativeText } = await import("/static/time.js");
    return relativeText(1e12 + distance_s * 1000, 1e12);
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def page() -> AsyncGenerator[Page]:
    async with open_browser() as browser, PageServer() as server:
        yield (await open_page(browser, server.url)).page


@pytest.mark.parametrize(
    ("distance_s", "text"),
    [
        (24 * 3600 - 5, "in 24 hours"),  # a review that may wait for 24 h, just after that
        (47 * 3600, "in 2 days"),
        (89, "in 1 minute"),
        (-3600, "1 hour ago"),
        (0, "now"),
    ],
)
async def test_a_time_is_rounded_and_not_cut(page: Page, distance_s: int, text: str) -> None:
    assert await page.evaluate(TEXT, distance_s) == text
