"""Panels stay within Discord's limits, whatever they are given."""

import pytest

from bot.domain.styles import Style
from bot.generation.style_shelf import Shelf
from bot.providers.provider import CatalogueEntry, ModelKind
from bot.replies.overviews.models_panel import kind_name, models_panel
from bot.replies.overviews.usage_panels import server_usage_panel, usage_panel
from bot.replies.parts.panels import Panel, listed
from bot.replies.styles.style_panels import imported_panel, pending_panel, style_panel, styles_panel
from bot.store.usage import MemberUsage, ServerUsage
from bot.texts import in_language
from tests.unit.texts.shown_quotas import own_quotas

LONG = "**@everyone** " * 200


def panels() -> list[Panel]:
    styles = [
        Style(name="x" * 32, prompt=LONG, negative_prompt=LONG, options={"advanced": LONG})
    ] * 50
    entries = [
        CatalogueEntry(
            api_name=LONG, label=LONG, kind=ModelKind.MODEL, base_model=LONG, tags=(LONG,) * 9
        )
    ] * 100
    models = tuple((LONG, n) for n in range(50))
    member = MemberUsage(today=1, month=1, all_time=10**9, by_model=models, left=0, resets_in_s=59)
    server = ServerUsage(
        today=1,
        month=1,
        all_time=10**9,
        by_member=tuple((2**63 - n, 10**6) for n in range(10)),
        by_model=models,
    )
    return [
        style_panel(styles[0], "Saved", member_id=1, moderates=True, has_preview=True),
        styles_panel(Shelf(own=styles, shared=styles * 4, builtin=styles)),
        imported_panel(["x" * 32] * 50, [("x" * 32, LONG)] * 50),
        models_panel(entries, ModelKind.MODEL, LONG, "novita"),
        usage_panel(member, own_quotas()),
        server_usage_panel(server),
        Panel("t", ["x" * 3000, "y" * 3000, "z"]),
    ]


async def test_no_panel_is_longer_than_discord_takes() -> None:
    for panel in panels():
        assert 0 < panel.content_length() <= 4_000
        assert panel.total_children_count <= 40


async def test_a_full_list_of_styles_that_wait_stays_within_discords_limits() -> None:
    long = Style(
        name="x" * 32,
        prompt=LONG,
        negative_prompt=LONG,
        options={"advanced": LONG},
        id=2**63 - 1,
        owner_id=2**63 - 1,
    )
    view = pending_panel([long] * 200)
    assert view.content_length() <= 4_000
    assert view.total_children_count <= 40


async def test_what_members_wrote_is_shown_not_obeyed() -> None:
    for panel in panels():
        for item in panel.walk_children():
            text = getattr(item, "content", "")
            assert "@everyone" not in text.replace("@\u200beveryone", "").split("`")[0]


async def test_a_style_of_options_alone_is_listed_in_its_readers_words() -> None:
    style = Style(name="tall", options={"size": "512x768", "steps": "30"}, owner_id=1)
    with in_language("de"):
        panel = styles_panel(Shelf(own=[style], shared=[style], builtin=[]))
    text = "".join(getattr(item, "content", "") for item in panel.walk_children())
    assert text.count("größe, schritte") == 2


def test_a_list_says_how_many_it_hides() -> None:
    assert listed([], "none") == "none"
    assert listed(["a", "b"], "none") == "- a\n- b"
    assert listed(["a" * 50] * 10, "none", 110).endswith("… and 8 more")


@pytest.mark.parametrize("kind", list(ModelKind))
def test_every_kind_has_a_name(kind: ModelKind) -> None:
    assert kind_name(kind)
