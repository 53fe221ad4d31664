"""One of each thing that members see, built in the language of the moment.

What is data in them is Cyrillic, so that every other letter is a word of ours.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import discord

from bot.domain.foreign_parameters import ForeignParameters
from bot.domain.generation import Generation
from bot.domain.member_settings import SETTABLE, MemberSettings
from bot.domain.nearest_options import Nearest
from bot.domain.options import ImagineOptions
from bot.domain.request import HiresFix
from bot.generation.announcer import Progress
from bot.generation.exporting import Left
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.after.deleting import delete_question
from bot.replies.after.edit_form import edit_modal
from bot.replies.after.foreign_panel import foreign_panel
from bot.replies.after.more_panel import more_panel
from bot.replies.after.remix_form import RemixForm, remix_modal
from bot.replies.members import privacy_panel
from bot.replies.members.settings_panel import negative_prompt_modal, settings_panel
from bot.replies.overviews.help_panel import help_panel
from bot.replies.overviews.models_panel import models_panel
from bot.replies.overviews.usage_panels import server_usage_panel, usage_panel
from bot.replies.parts import buttons, cards
from bot.replies.parts.after_buttons import card_rows
from bot.replies.reports.report_form import report_modal
from bot.replies.sending.uploads import Packed
from bot.replies.styles.style_naming import style_modal
from bot.settings import RetentionSettings
from bot.store.erasures import Erasure
from bot.store.habits import Used
from bot.store.holdings import Numbers
from bot.store.usage import MemberUsage, ServerUsage
from tests.unit.replies.samples import NOW, a_generation, an_image
from tests.unit.texts.shown_cases import case_views
from tests.unit.texts.shown_log import blocked_views, log_views
from tests.unit.texts.shown_past import past_views
from tests.unit.texts.shown_quotas import own_quotas, quota_views
from tests.unit.texts.shown_reviews import review_views
from tests.unit.texts.shown_sessions import session_views
from tests.unit.texts.shown_setup import setup_views
from tests.unit.texts.shown_styles import style_views
from tests.unit.texts.shown_words import word_views

DATA = "лиса"
PROMPT = DATA  # may be set to a longer one
View = discord.ui.LayoutView | discord.ui.Modal


def views() -> Iterator[tuple[str, View]]:
    """Yield every card, panel and modal with its name."""
    yield from _cards()
    yield from _panels()
    yield from _after()
    yield from _privacy()
    yield from _pictures()
    yield from _reports()
    yield from session_views()
    yield from word_views()
    yield from log_views(DATA, PROMPT)
    yield from blocked_views(PROMPT)
    yield from quota_views()
    yield from review_views(generation(), PROMPT)


def generation(**changes: Any) -> Generation:
    """Return a generation whose every word is data."""
    made = a_generation(images=2, prompt=PROMPT)
    request = made.request.model_copy(
        update={"model": DATA, "negative_prompt": PROMPT, "hires": HiresFix()}
    )
    return replace(made, request=request, style=DATA, **changes)


def _cards() -> Iterator[tuple[str, View]]:
    one = generation()
    for name, progress in _progress():
        yield name, cards.progress_card(one, progress, preview_name="preview.png")
    images = [an_image(0), an_image(1, is_extra=True)]
    packed = Packed(left_out=1)
    yield (
        "finished",
        cards.finished_card(
            replace(one, warning=PROMPT, images=tuple(image.stored for image in images)),
            [(image.stored, "a.png") for image in images],
            packed.notes,
        ),
    )
    yield "failed", cards.failed_card(one, PROMPT)
    yield "cancelled", cards.cancelled_card(one, 2)
    yield "cancelled too late", cards.cancelled_card(one, 0)
    yield "kept", cards.kept_card(one)
    parts = [*cards.prompt_items(one), *cards.ending(one)]
    yield "parts", cards.card_of(parts, cards.Colour.DONE)


def _progress() -> Iterator[tuple[str, Progress]]:
    yield "waiting", Progress(position=3, done_at=NOW)
    yield "held up", Progress(position=3, is_held_up=True)
    yield "starting", Progress()
    yield "running", Progress(fraction=0.42, eta_s=75.0)
    yield "unanswered", Progress(fraction=0.42, is_held_up=True)
    yield "in review", Progress(review_until=NOW)
    yield "held", Progress(fraction=1.0, review_until=NOW)


def _panels() -> Iterator[tuple[str, View]]:
    yield "help", help_panel(provider=DATA, model=DATA, daily_quota=1_000)
    entry = CatalogueEntry(api_name=DATA, label=DATA, kind=ModelKind.LORA, base_model=DATA)
    yield "models", models_panel([entry], ModelKind.LORA, DATA, DATA)
    yield "no models", models_panel([], ModelKind.VAE, DATA, DATA)
    yield from style_views(DATA, PROMPT)
    yield from setup_views(DATA)
    yield from _usage_panels()
    yield from past_views(generation(), DATA)
    row = discord.ui.LayoutView()
    row.add_item(buttons.button_row([buttons.refresh_button(buttons.QueuePanelKind.MINE)]))
    yield "queue's buttons", row


def _after() -> Iterator[tuple[str, View]]:
    """Yield what stands under a finished card, and what its buttons open."""
    for count in (1, 4, 8):
        stored = tuple(an_image(index).stored for index in range(count))
        one = generation(images=stored)
        view = discord.ui.LayoutView()
        for row in card_rows(one, stored):
            view.add_item(row)
        yield f"buttons of {count}", view
    for is_favourite in (True, False):
        panel = more_panel(one, 1, is_favourite=is_favourite, is_deletable=True)
        yield f"more, favourite: {is_favourite}", panel.view
    yield "delete?", delete_question(one, 1)
    yield "deleted", cards.deleted_card()
    yield "edit", edit_modal(one, Used(), [DATA])
    yield "save as style", style_modal(1)
    yield from _settings()


def _settings() -> Iterator[tuple[str, View]]:
    names = (*SETTABLE, "private")
    options = {name: [discord.SelectOption(label=DATA, value="1")] for name in names}
    settings = MemberSettings(options={"negative_prompt": PROMPT})
    yield "settings", settings_panel(settings, options, frozenset(["size"]))
    yield "negative prompt", negative_prompt_modal(settings)


def _usage_panels() -> Iterator[tuple[str, View]]:
    member = MemberUsage(
        today=1, month=2_000, all_time=30_000, by_model=((DATA, 2),), left=1, resets_in_s=4_000
    )
    yield "usage", usage_panel(member, own_quotas())
    yield "usage without a quota", usage_panel(member, replace(own_quotas(), standings=[]))
    server = ServerUsage(
        today=1, month=2_000, all_time=30_000, by_member=((1, 2),), by_model=((DATA, 2),)
    )
    yield "server's usage", server_usage_panel(server)
    nothing = ServerUsage(today=0, month=0, all_time=0, by_member=(), by_model=())
    yield "no usage", server_usage_panel(nothing)


def _privacy() -> Iterator[tuple[str, View]]:
    wish = Erasure(
        member_id=1, up_to_id=9, cleaned_to=0, first_open_id=None, removed=9, asked_at=NOW
    )
    for asked in (wish, None):
        yield "privacy", privacy_panel.privacy_panel(RetentionSettings(), 1, asked)
    numbers = Numbers(generations=2_000, styles=1, favourites=2)
    yield "delete everything?", privacy_panel.confirmation_panel(numbers, 400)
    yield "deleting", privacy_panel.erasing_panel(wish)
    yield "everything deleted", privacy_panel.erased_panel(400)
    yield "collecting", privacy_panel.collecting_panel()
    left = Left(too_large=1, no_room=2, gone=3)
    yield "exported", privacy_panel.exported_panel(2, left)
    yield "too large an export", privacy_panel.too_large_panel(2**34, 10 * 2**20)
    yield "no export", privacy_panel.failed_panel(DATA)


def _pictures() -> Iterator[tuple[str, View]]:
    style = discord.SelectOption(label=DATA, value="1")
    for pictures in (["1-0"], ["1-0", "2-0"]):
        yield "remix", remix_modal(RemixForm(references=pictures, prompt=PROMPT, styles=[style]))
    foreign = ForeignParameters(prompt=PROMPT, negative_prompt=PROMPT)
    for prompt in (DATA, ""):
        nearest = Nearest(
            options=ImagineOptions(prompt=prompt),
            changed=((DATA, DATA, DATA),),
            left_out=((DATA, DATA),),
        )
        yield "another tool's picture", foreign_panel(foreign, nearest).view


def _reports() -> Iterator[tuple[str, View]]:
    yield "report", report_modal(3)
    yield from case_views(generation(), DATA, PROMPT)
