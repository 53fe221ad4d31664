"""The page, the sandbox and a real discord.py bot together, in a real browser."""

from collections.abc import AsyncGenerator, Iterator

import pytest
import pytest_asyncio
from blockbuster import BlockBuster
from playwright.async_api import Browser, FilePayload, expect

import bot as ours
from bot.sandbox import Sandbox, SandboxSettings
from bot.timing import SystemTime
from tests.blocking import no_blocking_calls
from tests.wire.page_bot import PageBot, page_bot
from tests.wire.page_demo import running_demo
from tests.wire.page_driver import CHROMIUM, PHONE_PX, open_browser, open_page
from tests.wire.page_samples import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine's PATH"),
]

THUMB_PX = 40
TOUCHED = """modal => [...modal.querySelectorAll("button, label.choice, textarea")]
    .filter((one) => one.offsetParent).map((one) => one.getBoundingClientRect().height)"""


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Watch our own modules only: the browser's driver reads files on the loop as it starts."""
    with no_blocking_calls(ours) as blockbuster:
        yield blockbuster


@pytest_asyncio.fixture(loop_scope="module")
async def sandbox() -> AsyncGenerator[Sandbox]:
    async with Sandbox(SandboxSettings(answer_deadline_s=2.0), SystemTime()) as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="module")
async def bot(sandbox: Sandbox) -> AsyncGenerator[PageBot]:
    async with page_bot(sandbox) as bot:
        yield bot


@pytest_asyncio.fixture(loop_scope="module")
async def browser() -> AsyncGenerator[Browser]:
    async with open_browser() as browser:
        yield browser


async def test_a_member_types_imagine_and_sees_the_picture(
    sandbox: Sandbox, bot: PageBot, browser: Browser
) -> None:
    page = await open_page(browser, sandbox.page_url)
    bot.drawn.clear()
    await page.type_command("/imagine prompt: a fox in the snow seed: 9")
    await expect(page.last_message()).to_contain_text("Place 1 in the queue")
    bot.drawn.set()
    picture = await page.wait_for_picture()
    assert await picture.get_attribute("alt") == "a fox in the snow"
    await expect(page.last_message()).to_contain_text("Ada used /imagine")
    await expect(page.last_message()).to_contain_text("seed 9 · no style")
    assert page.problems == []
    assert sandbox.violations == []


async def test_a_modal_is_filled_in_on_a_phone(
    sandbox: Sandbox, bot: PageBot, browser: Browser
) -> None:
    page = await open_page(browser, sandbox.page_url, PHONE_PX)
    await page.act_as("Ben")
    await page.choose_channel("Easel")
    await page.open_command("imagine")
    await page.field("prompt").fill("a fox")
    await page.add_option("style", "ink")
    await page.page.locator(".listbox-row", has_text="Ink").tap()
    await page.page.locator(".send").tap()
    await page.wait_for_picture()
    await page.last_message().get_by_role("button", name="Remix").tap()
    modal = page.page.locator("#modal")
    await modal.get_by_label("Prompt").fill("a wolf")
    await modal.get_by_label("Pixel art").check()
    await modal.get_by_label("Private").check()
    await modal.get_by_role("button", name="Submit").tap()
    await expect(page.last_message()).to_contain_text("a wolf / Pixel art / True")
    await expect(page.last_message()).to_contain_text("Only you can see this")
    assert page.problems == []
    assert sandbox.violations == []


async def test_a_picture_is_posted_remixed_and_settings_are_chosen_on_a_phone(
    sandbox: Sandbox, bot: PageBot, browser: Browser
) -> None:
    page = await open_page(browser, sandbox.page_url, PHONE_PX)
    sunset = FilePayload(name="sunset.png", mimeType="image/png", buffer=picture(5, 32, 24))
    style = FilePayload(name="ink.toml", mimeType="application/toml", buffer=b"a = 1")
    await page.post("A sunset", sunset, style)
    await expect(page.last_message().locator(".file")).to_contain_text("ink.toml")
    await page.use_on_last_message("Remix")
    modal = page.page.locator("#modal")
    await expect(modal).to_contain_text("From sunset.png: A sunset")
    await page.choose(modal, 1, "Sampler 3")
    heights_px = await modal.evaluate(TOUCHED)
    assert min(heights_px) >= THUMB_PX
    await modal.get_by_role("button", name="Submit").tap()
    kept = "'prompt': 'a fox', 'size': ['Square 512 × 512'], 'sampler': ['Sampler 3']"
    await expect(page.last_message()).to_contain_text(kept)
    await page.type_command("/settings ")
    await expect(page.last_message().locator(".file")).to_contain_text("48 bytes")
    await page.choose(page.last_message(), 0, "Wide 768 × 512")
    await expect(page.last_message().locator(".select-label").first).to_have_text("Wide 768 × 512")
    await page.speak("de")
    await page.type_command("/einstellungen ")
    panels = page.page.locator(".message", has_text="Ada used /settings")
    await expect(panels).to_have_count(2)
    assert page.problems == []
    assert sandbox.violations == []


async def test_silence_of_the_bot_is_told(sandbox: Sandbox, bot: PageBot, browser: Browser) -> None:
    page = await open_page(browser, sandbox.page_url)
    await page.type_command("/silent ")
    await expect(page.last_message()).to_contain_text("The application did not respond")


async def test_the_demo_answers_imagine_with_the_picture_it_painted(browser: Browser) -> None:
    async with running_demo() as url:
        page = await open_page(browser, url)
        await page.type_command("/imagine prompt: a fox in the snow size: 96x64 steps: 4 seed: 7")
        picture = await page.wait_for_picture(timeout_s=30)
        size = await picture.evaluate("image => [image.naturalWidth, image.naturalHeight]")
        assert size == [96, 64]
        assert "a fox in the snow" in (await picture.get_attribute("alt") or "")
        await expect(page.last_message()).to_contain_text("Ada used /imagine")
        await expect(page.page.locator("#violations-badge")).to_be_hidden()
        assert page.problems == []
