"""Drives the sandbox's page in a headless Chromium, as a person would."""

import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DESKTOP_PX = (1280, 800)
PHONE_PX = (390, 844)
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_DRAWN = "image => image.complete && image.naturalWidth > 0"


@dataclass(frozen=True, slots=True)
class PageDriver:
    """One open page; *problems* collects what the browser complained about."""

    page: Page
    problems: list[str]

    async def act_as(self, name: str) -> None:
        """Become the member called *name*; opens the drawer where the side is one."""
        await self._open_drawer()
        await self.page.locator(".member", has_text=name).click()
        await expect(self.page.locator('.member[aria-pressed="true"]')).to_contain_text(name)
        await self.page.keyboard.press("Escape")

    async def speak(self, locale: str) -> None:
        """Set the language of the member's client."""
        await self._open_drawer()
        async with self.page.expect_response("**/control/world*"):
            await self.page.locator("#language").select_option(locale)
        await self.page.keyboard.press("Escape")

    async def choose_channel(self, name: str) -> None:
        """Open a text channel, or the direct messages by the bot's name."""
        await self._open_drawer()
        await self.page.locator(".channel", has_text=name).first.click()
        await expect(self.page.locator("#channel-name")).to_have_text(name)

    async def _open_drawer(self) -> None:
        toggle = self.page.locator("#drawer-toggle")
        if await toggle.is_visible() and await toggle.get_attribute("aria-expanded") == "false":
            await toggle.click()

    async def type_command(self, text: str) -> None:
        """Type a whole command as text, key by key, and send it with Enter."""
        await self.page.locator("#input").press_sequentially(text)
        await self.page.keyboard.press("Enter")

    async def open_command(self, name: str) -> None:
        """Type the beginning of a command and take it from the list."""
        await self.page.locator("#input").press_sequentially(f"/{name}")
        await self.page.locator(".listbox-row", has_text=f"/{name}").first.wait_for()
        await self.page.keyboard.press("Enter")

    async def add_option(self, name: str, value: str) -> None:
        """Add an option of the open command by keyboard, and fill it in."""
        await self.page.locator(".add-option").press_sequentially(name)
        await self.page.keyboard.press("Enter")
        await self.field(name).fill(value)

    def field(self, name: str) -> Locator:
        """Return the field of an option of the open command."""
        return self.page.locator(f"#option-{name}")

    def last_message(self) -> Locator:
        """Return the newest message."""
        return self.page.locator(".message").last

    async def post(self, text: str, *files: FilePayload) -> None:
        """Write an ordinary message with files, the alternative text of pictures being *text*."""
        await self.page.locator("#files").set_input_files(files)
        for field in await self.page.locator(".tray-alt").all():
            await field.fill(text)
        await self.page.locator("#input").fill(text)
        await self.page.locator(".send").click()

    async def use_on_last_message(self, app: str) -> None:
        """Use a command of the newest message's menu, opened by a long press on its picture."""
        box = await self.last_message().locator(".gallery img").bounding_box()
        assert box is not None
        finger = {"x": box["x"] + 8, "y": box["y"] + 8}
        session = await self.page.context.new_cdp_session(self.page)
        touch = {"type": "touchStart", "touchPoints": [finger]}
        await session.send("Input.dispatchTouchEvent", touch)
        await self.page.locator("#menu").wait_for()
        lifted: dict[str, Any] = {"type": "touchEnd", "touchPoints": []}
        await session.send("Input.dispatchTouchEvent", lifted)
        await self.page.locator("#menu").get_by_role("button", name=app).click()

    async def choose(self, within: Locator, number: int, option: str) -> None:
        """Choose in the select menu at that place, counted from 0."""
        await within.locator(".select-toggle").nth(number).click()
        await within.get_by_role("option", name=option, exact=True).click()

    async def wait_for_picture(self, timeout_s: float = 10) -> Locator:
        """Wait until the newest message shows a picture that really decoded, and return it."""
        image = self.last_message().locator(".gallery img").first
        await image.wait_for(timeout=timeout_s * 1000)
        handle = await image.element_handle()
        await self.page.wait_for_function(_DRAWN, arg=handle, timeout=timeout_s * 1000)
        return self.last_message().locator(".gallery img").first

    async def screenshot(self, path: Path) -> None:
        """Write what is to be seen as a PNG."""
        await self.page.screenshot(path=path)


@asynccontextmanager
async def open_browser() -> AsyncGenerator[Browser]:
    """Start Chromium, and close it on every way out."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def open_page(
    browser: Browser, url: str, size_px: tuple[int, int] = DESKTOP_PX
) -> PageDriver:
    """Open the page at *size_px* (width, height) and wait until it can be used."""
    width_px, height_px = size_px
    context = await browser.new_context(
        viewport={"width": width_px, "height": height_px},
        has_touch=size_px == PHONE_PX,
        is_mobile=size_px == PHONE_PX,
        color_scheme="dark",
    )
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: problems.append(message.text) if message.type == "error" else None,
    )
    await page.goto(url)
    await page.locator("body[data-ready]").wait_for()
    return PageDriver(page, problems)
