"""The sandbox's page in a real browser, against a scripted control API."""

import re
from collections.abc import AsyncGenerator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from blockbuster import BlockBuster
from playwright.async_api import Browser, FilePayload, expect

import bot
from tests.blocking import no_blocking_calls
from tests.wire.page_driver import (
    CHROMIUM,
    DESKTOP_PX,
    PHONE_PX,
    PageDriver,
    open_browser,
    open_page,
)
from tests.wire.page_samples import button, container
from tests.wire.page_server import PageServer

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine's PATH"),
]
THUMB_PX = 40
NO_OVERFLOW = "document.documentElement.scrollWidth <= window.innerWidth"
# A mention stands in a sentence, and is as high as its line.
SHOWN_BUTTONS = """() => [...document.querySelectorAll(".message button, .composer button")]
    .filter((one) => one.offsetParent && !one.matches(".media, .text-button, .mention"))
    .map((one) => one.getBoundingClientRect().height)"""


@pytest.fixture(autouse=True)
def blockbuster() -> Iterator[BlockBuster]:
    """Watch our own modules only: the browser's driver reads files on the loop as it starts."""
    with no_blocking_calls(bot) as blockbuster:
        yield blockbuster


@pytest_asyncio.fixture(loop_scope="module")
async def server() -> AsyncGenerator[PageServer]:
    async with PageServer() as server:
        yield server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium() -> AsyncGenerator[Browser]:
    async with open_browser() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def browser(chromium: Browser) -> AsyncGenerator[Browser]:
    """Return the one browser, without pages of other tests."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


async def test_imagine_typed_as_text_brings_the_picture(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url)
    await page.type_command("/imagine prompt: a fox seed: 7")
    picture = await page.wait_for_picture()
    assert await picture.get_attribute("alt") == "a fox, seed 7"
    assert server.sent("command")[0]["options"] == {"prompt": "a fox", "seed": 7}
    await expect(page.last_message()).to_contain_text("Ada used /imagine")
    assert page.problems == []


async def test_a_command_is_filled_in_by_keyboard_alone(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url)
    keys = page.page.keyboard
    await page.open_command("ima")
    await keys.type("two owls")
    await keys.press("Tab")
    await page.add_option("images", "2")
    await page.add_option("sampler", "eul")
    await keys.press("Tab")
    await page.add_option("size", "wide")
    await page.page.locator(".listbox-row", has_text="Wide 768x512").wait_for()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await keys.press("Enter")
    await page.wait_for_picture()
    expected = {"prompt": "two owls", "images": 2, "sampler": "Euler a", "size": "768x512"}
    assert server.sent("command")[0]["options"] == expected
    assert server.sent("autocomplete")[-1]["focused"] == "size"
    await expect(page.last_message().locator(".gallery img")).to_have_count(2)


async def test_a_wrong_value_is_refused_here_unless_it_is_sent_anyway(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url)
    await page.type_command("/imagine prompt: a cat steps: 60")
    await expect(page.page.locator("#hint")).to_have_text("steps: Must be 1 to 50")
    assert server.sent("command") == []
    await page.page.locator("#unchecked").check()
    await page.page.locator(".send").click()
    await page.wait_for_picture()
    sent = server.sent("command")[0]
    assert (sent["unchecked"], sent["options"]["steps"]) == (True, 60)


async def test_a_file_goes_with_the_command(
    server: PageServer, browser: Browser, tmp_path: Path
) -> None:
    page = await open_page(browser, server.url)
    await page.open_command("imagine")
    await page.field("prompt").fill("like this")
    await page.page.locator(".add-option").fill("control_image")
    await page.page.keyboard.press("Enter")
    file = FilePayload(name="edges.png", mimeType="image/png", buffer=b"\x89PNG")
    await page.field("control_image").set_input_files(file)
    await page.page.locator(".send").click()
    await page.wait_for_picture()
    assert server.sent("command")[0]["attachments"]["control_image"] == {
        "filename": "edges.png",
        "content_base64": "iVBORw==",
        "content_type": "image/png",
    }


async def test_a_private_answer_is_seen_by_its_member_alone_until_dismissed(
    server: PageServer, browser: Browser
) -> None:
    ada, ben = await open_page(browser, server.url), await open_page(browser, server.url)
    await ben.act_as("Ben")
    await ada.type_command("/style list ")
    foot = ada.last_message().locator(".ephemeral-foot")
    await expect(foot).to_contain_text("Only you can see this · Dismiss message")
    await ben.type_command("/imagine prompt: mine")
    await ben.wait_for_picture()
    await expect(ben.page.locator(".message")).to_have_count(1)
    await ada.wait_for_picture()
    await ada.page.get_by_role("button", name="Dismiss message").click()
    await expect(ada.page.locator(".ephemeral-foot")).to_have_count(0)


async def test_a_bot_that_does_not_answer_is_said_so(server: PageServer, browser: Browser) -> None:
    page = await open_page(browser, server.url)
    await page.type_command("/slow ")
    await expect(page.last_message()).to_contain_text("The application did not respond")


async def test_a_button_opens_a_modal_and_what_is_filled_in_is_sent(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url, PHONE_PX)
    await page.type_command("/imagine prompt: a fox")
    await page.wait_for_picture()
    await page.last_message().get_by_role("button", name="Edit").click()
    modal = page.page.locator("#modal")
    assert await modal.evaluate("modal => modal.scrollWidth <= modal.clientWidth")
    await modal.get_by_label("Prompt").fill("a wolf")
    await modal.get_by_role("button", name="Submit").click()
    await expect(modal).to_contain_text("Make a choice")
    await modal.get_by_role("radiogroup").get_by_label("Hard").check()
    await modal.get_by_label("Private").check()
    await modal.get_by_role("button", name="Submit").click()
    await expect(modal).to_be_hidden()
    fields = server.sent("modal")[0]["fields"]
    assert fields["prompt"] == "a wolf"
    assert (fields["edge"], fields["extras"], fields["private"]) == ("hard", [], "true")


async def test_a_select_sends_what_was_chosen_and_a_failure_is_shown(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url)
    await page.type_command("/imagine prompt: a fox")
    await page.wait_for_picture()
    await page.last_message().locator(".select-toggle").click()
    await page.last_message().get_by_role("option", name="Second").click()
    await page.last_message().get_by_role("button", name="Delete").click()
    await expect(page.last_message()).to_contain_text("This interaction failed")
    assert [call.get("values") for call in server.sent("component")] == [["2"], None]


async def test_text_of_a_message_never_becomes_html(server: PageServer, browser: Browser) -> None:
    server.fill()
    page = await open_page(browser, server.url)
    first = page.page.locator(".message").first
    await expect(first).to_contain_text("<script>alert(1)</script>\n<img src=x onerror=alert(1)>")
    await expect(first.locator("script, img")).to_have_count(0)
    await expect(first.locator('a[href^="javascript"]')).to_have_count(0)
    await expect(
        first.locator("h3, h4, h5, blockquote, ul, ol, pre, strong, u, s")
    ).not_to_have_count(0)
    await expect(first.locator(".mention").first).to_have_text("@Ada")
    await expect(first.locator("time.timestamp").first).to_have_text(re.compile("years ago"))
    assert page.problems == []


@pytest.mark.parametrize("size_px", [DESKTOP_PX, PHONE_PX], ids=["desktop", "phone"])
async def test_everything_fits_the_screen_and_the_thumb(
    server: PageServer, browser: Browser, size_px: tuple[int, int]
) -> None:
    server.fill()
    page = await open_page(browser, server.url, size_px)
    await page.act_as("Ben")
    await page.act_as("Ada")
    await page.open_command("imagine")
    assert await page.page.evaluate(NO_OVERFLOW)
    if size_px == PHONE_PX:
        await _numbers_stand_beside_each_other(server, page)
        heights_px = await page.page.evaluate(SHOWN_BUTTONS)
        assert min(heights_px) >= THUMB_PX
    await _opens_large(page)
    assert page.problems == []


async def _numbers_stand_beside_each_other(server: PageServer, page: PageDriver) -> None:
    numbers = [button(str(n), f"n{n}", emoji={"name": "🪄"}) for n in range(1, 5)]
    row = {"type": 1, "components": numbers}
    await server.post(server.message(flags=1 << 15, components=[container(row, accent=1)]))
    await expect(page.last_message().locator(".button")).to_have_count(4)
    tops_px = (
        await page.last_message()
        .locator(".button")
        .evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    )
    assert len(set(tops_px)) == 1


async def _opens_large(page: PageDriver) -> None:
    await page.page.locator(".gallery-1 .media").first.click()
    await expect(page.page.locator("#lightbox img")).to_be_visible()
    await page.page.keyboard.press("Escape")
    await expect(page.page.locator("#lightbox")).to_be_hidden()


async def test_violations_are_counted_and_listed(server: PageServer, browser: Browser) -> None:
    page = await open_page(browser, server.url)
    badge = page.page.locator("#violations-badge")
    await expect(badge).to_be_hidden()
    violation = {
        "method": "PATCH",
        "path": "/webhooks/1/2",
        "where": "/components/0",
        "message": "is not valid",
        "at": "2026-01-01T00:00:00Z",
    }
    await server.emit("VIOLATION", violation)
    await expect(badge).to_have_text("1 violation")
    await badge.click()
    await expect(page.page.locator("#violations")).to_contain_text("is not valid")


async def test_a_deleted_message_goes(server: PageServer, browser: Browser) -> None:
    message = server.message(content="soon gone")
    server.messages.append(message)
    page = await open_page(browser, server.url)
    await expect(page.last_message()).to_contain_text("soon gone")
    await server.emit("MESSAGE_DELETE", {"id": message["id"], "channel_id": "10"})
    await expect(page.page.locator(".message")).to_have_count(0)


async def test_a_reload_keeps_member_and_channel(server: PageServer, browser: Browser) -> None:
    page = await open_page(browser, f"{server.url}/#as=Ben&channel=after-dark")
    await expect(page.page.locator("#channel-name")).to_have_text("after-dark")
    await page.choose_channel("Easel")
    await page.page.reload()
    await expect(page.page.locator('.member[aria-pressed="true"]')).to_contain_text("Ben")
    await expect(page.page.locator("#channel-name")).to_have_text("Easel")


async def test_leaving_the_fields_keeps_what_was_typed(
    server: PageServer, browser: Browser
) -> None:
    page = await open_page(browser, server.url)
    await page.open_command("imagine")
    await page.field("prompt").fill("a fox")
    await page.add_option("seed", "7")
    await page.page.keyboard.press("Escape")
    await expect(page.page.locator("#input")).to_have_value("/imagine prompt: a fox seed: 7")
    await page.page.keyboard.press("Tab")
    await expect(page.field("seed")).to_have_value("7")
