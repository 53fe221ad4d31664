"""What stands under finished images: short on a phone, and within Discord's limits."""

from dataclasses import replace

import discord
import pytest

from bot.domain.generation import Generation, StoredImage
from bot.domain.request import HiresFix
from bot.replies.after.deleting import delete_question
from bot.replies.after.edit_form import edit_modal
from bot.replies.after.more_panel import more_panel, settings_text
from bot.replies.parts.after_buttons import card_rows
from bot.replies.parts.cards import finished_card
from bot.replies.styles.style_naming import style_modal
from bot.store.habits import Used
from tests.unit.replies.samples import a_generation, an_image

LARGEST_ID = 2**63 - 1
LONG = "**@everyone** " * 140


def made(
    images: int, *, extras: int = 0, prompt: str = "a fox"
) -> tuple[Generation, list[tuple[StoredImage, str]]]:
    stored = [an_image(n, is_extra=n >= images).stored for n in range(images + extras)]
    generation = replace(
        a_generation(images=images, prompt=prompt), id=LARGEST_ID, images=tuple(stored)
    )
    return generation, [(one, f"{one.index}.png") for one in stored]


def ids_of(items: list[discord.ui.Item[discord.ui.LayoutView]]) -> list[list[str]]:
    """Return the custom_ids, row by row."""
    rows = [item for item in items if isinstance(item, discord.ui.ActionRow)]
    return [[str(getattr(one, "custom_id", "")) for one in row.children] for row in rows]


@pytest.mark.parametrize("images", range(1, 9))
def test_a_card_with_all_its_buttons_is_one_that_discord_takes(images: int) -> None:
    generation, files = made(images, extras=2, prompt=LONG)
    warned = replace(generation, warning=LONG, style="x" * 32)
    card = finished_card(warned, files, ["y" * 100] * 3, left_out=1)
    assert card.total_children_count <= 40
    assert card.content_length() <= 4_000
    custom_ids = [one for row in ids_of(list(card.container.children)) for one in row]
    assert len(set(custom_ids)) == len(custom_ids)
    assert all(0 < len(one) <= 100 for one in custom_ids)


@pytest.mark.parametrize(("images", "rows"), [(1, 2), (2, 3), (4, 3), (5, 3), (8, 3)])
def test_there_are_few_rows_with_few_buttons(images: int, rows: int) -> None:
    generation, _files = made(images)
    found = ids_of(card_rows(generation, generation.results))
    assert len(found) == rows
    assert max(len(row) for row in found) <= 4


def test_an_image_that_is_missing_leaves_the_others_their_own_index() -> None:
    generation, _files = made(4)
    shown = [image for image in generation.results if image.index != 1]
    (_first, vary, upscale) = ids_of(card_rows(generation, shown))
    assert vary == [f"easel:vary:{LARGEST_ID}:{index}" for index in (0, 2, 3)]
    assert upscale == [f"easel:upscale:{LARGEST_ID}:{index}" for index in (0, 2, 3)]


@pytest.mark.parametrize(("side_px", "is_offered"), [(2048, True), (2049, False)])
def test_what_is_large_enough_has_no_upscale(side_px: int, *, is_offered: bool) -> None:
    for images in (1, 3, 6):
        generation, _files = made(images)
        shown = [replace(image, width_px=side_px) for image in generation.results]
        custom_ids = [one for row in ids_of(card_rows(generation, shown)) for one in row]
        assert any("upscale" in one for one in custom_ids) is is_offered


def test_what_is_damaged_or_shows_nothing_has_no_buttons() -> None:
    generation, files = made(2)
    assert card_rows(generation, []) == []
    damaged = finished_card(replace(generation, is_damaged=True), files)
    assert ids_of(list(damaged.container.children)) == []


@pytest.mark.parametrize("length", [1, 100, 1_500, 2_000])
def test_the_panel_fits_a_message_and_loses_nothing_of_the_command(length: int) -> None:
    prompt = "x" * length
    generation, _files = made(8, prompt=prompt)
    request = generation.request.model_copy(update={"negative_prompt": prompt[::-1]})
    generation = replace(generation, request=request)
    panel = more_panel(generation, LARGEST_ID, is_favourite=False, is_deletable=True)
    assert panel.view.content_length() <= 4_000
    assert panel.view.total_children_count <= 40
    texts = [
        item.content
        for item in panel.view.walk_children()
        if isinstance(item, discord.ui.TextDisplay)
    ]
    whole = "\n".join([*texts, panel.text or ""])
    assert f"/imagine prompt:{prompt} negative_prompt:{prompt}" in whole
    assert len(panel.files()) == (1 if panel.text else 0)
    buttons = ids_of(list(panel.view.walk_children()))
    assert all(len(one) <= 100 for row in buttons for one in row)


def test_a_prompt_that_would_end_the_code_block_comes_as_a_file() -> None:
    generation, _files = made(1, prompt="```a fox```")
    panel = more_panel(generation, 1, is_favourite=True, is_deletable=False)
    assert panel.text is not None
    assert "prompt:```a fox```" in panel.text


@pytest.mark.parametrize(
    ("hires", "typed"),
    [
        (HiresFix(scale=1.5), "1.5"),
        (HiresFix(target_width_px=768, target_height_px=1152), "768x1152"),
    ],
)
def test_the_panel_names_a_hires_fix_as_it_is_typed(hires: HiresFix, typed: str) -> None:
    generation, _files = made(1)
    request = generation.request.model_copy(update={"hires": hires})
    lines = settings_text(replace(generation, request=request)).splitlines()
    assert f"hires: {typed}" in lines
    assert not [line for line in lines if line.startswith("hires_") or line.endswith(": ")]


def test_of_what_is_not_kept_nothing_can_be_made() -> None:
    generation, _files = made(1)
    request = generation.request.model_copy(update={"prompt": "␡ erased"})
    erased = replace(generation, request=request, images=())
    panel = more_panel(erased, 1, is_favourite=False, is_deletable=True)
    custom_ids = " ".join(one for row in ids_of(list(panel.view.walk_children())) for one in row)
    assert "save-style" not in custom_ids
    assert "original" not in custom_ids
    assert "easel:delete" in custom_ids


def test_the_question_before_a_deletion_names_the_card() -> None:
    generation, _files = made(1)
    ids = ids_of(list(delete_question(generation, LARGEST_ID).walk_children()))
    assert ids == [[f"easel:{way}:{LARGEST_ID}:{LARGEST_ID}" for way in ("delete-surely", "keep")]]


async def test_modals_stay_within_discords_limits() -> None:
    generation, _files = made(1, prompt="x" * 2_000)
    request = generation.request.model_copy(update={"negative_prompt": "y" * 2_000})
    styles = [f"style number {n}" for n in range(50)]
    used = Used(samplers=["no sampler any more", "UniPC"], styles=["gone", styles[40]])
    modal = edit_modal(replace(generation, request=request, style=styles[3]), used, styles)
    payload = modal.to_dict()
    assert len(payload["components"]) == 5
    by_name = {each["component"]["custom_id"]: each["component"] for each in payload["components"]}
    assert by_name["prompt"]["value"] == "x" * 2_000
    offered = [one["value"] for one in by_name["style"]["options"]]
    assert offered[:3] == ["=", styles[40], styles[0]]
    assert len(offered) == len(set(offered)) == 25
    assert styles[3] not in offered  # it is what "as before" says
    assert [one["value"] for one in by_name["sampler"]["options"]][1] == "UniPC"
    assert len(style_modal(LARGEST_ID).to_dict()["components"]) == 2
