"""The rules for components and commands that Discord's document does not say."""

from typing import Any

import pytest

from bot.sandbox.command_rules import check_commands
from bot.sandbox.component_rules import check_components
from bot.sandbox.component_tree import rendered
from bot.sandbox.modal_rules import check_modal
from bot.sandbox.refusals import DiscordRefusal


def row(*children: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(children)}


def select(*values: str, **more: Any) -> dict[str, Any]:
    options = [{"label": "x", "value": each} for each in values]
    return {"type": 3, "custom_id": "s", "options": options, **more}


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "b", **more}


@pytest.mark.parametrize(
    "wrong",
    [
        [row()],
        [row(select("a", "a"))],
        [row(select("a", "b", min_values=2, max_values=1))],
        [row(select())],
        [
            row(
                select(
                    "a", "b", options=[{"label": "x", "value": v, "default": True} for v in "ab"]
                )
            )
        ],
        [row(select("a"), button(custom_id="b"))],
        [row(select("a"), select("b", custom_id="t"))],
        [row(button())],
        [row(button(custom_id="a", url="https://example.org"))],
        [row(button(style=5))],
        [row(button(style=5, url="https://example.org", custom_id="a"))],
        [row(button(custom_id="a", label=None))],
        [row(button(custom_id="a", id=3), button(custom_id="b", id=3))],
        [row(button(custom_id=f"{n}")) for n in range(6)],
    ],
)
def test_wrong_components_are_refused(wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(DiscordRefusal) as refused:
        check_components(wrong, is_v2=False)
    assert refused.value.code == 50035


def test_a_file_component_shows_attachments_only() -> None:
    with pytest.raises(DiscordRefusal):
        check_components([{"type": 13, "file": {"url": "https://example.org/a"}}], is_v2=True)


def test_a_modal_needs_something_to_fill_in_and_unique_ids() -> None:
    text = {"type": 10, "content": "only words"}
    twice = [{"type": 18, "label": "x", "component": select("a")}] * 2
    for wrong in ([text], twice):
        with pytest.raises(DiscordRefusal):
            check_modal(wrong)
    check_modal(twice[:1])


def test_rendered_components_have_distinct_ids_and_keep_given_ones() -> None:
    shown = rendered(
        [{"type": 10, "content": "a"}, {"type": 10, "content": "b", "id": 1}, {"type": 14}],
        lambda url: {"url": url},
    )
    assert [each["id"] for each in shown] == [2, 1, 3]
    assert shown[2]["divider"]


@pytest.mark.parametrize(
    "wrong",
    [
        [{"name": "a", "description": "x"}] * 2,
        [{"name": f"a{n}", "description": "x"} for n in range(101)],
        [{"name": f"Menu {n}", "type": 2} for n in range(16)],
        [{"name": "Menu", "type": 3, "description": "none allowed"}],
    ],
)
def test_wrong_sets_of_commands_are_refused(wrong: list[dict[str, Any]]) -> None:
    with pytest.raises(DiscordRefusal):
        check_commands(wrong)


def test_a_menu_and_a_slash_command_may_share_their_name() -> None:
    check_commands([{"name": "a", "description": "x"}, {"name": "a", "type": 2}])
