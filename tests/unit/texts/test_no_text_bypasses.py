"""No text that a person reads goes past the catalogue, and none is looked up too early."""

import ast

import pytest

from tests.catalogues.source import ROOT, Source, sources
from tests.unit.texts.bypass import bypassing, errors_bypassing, misused

SHOWING = ("cogs", "bot/replies", "bot/tree.py", "bot/presses.py", "bot/errors.py", "bot/filled.py")
REFUSING = ("bot/domain", "bot/generation", "bot/providers", "bot/store", "bot/pictures")


def source(text: str) -> Source:
    return Source(ROOT / "bot" / "written_here.py", ast.parse(text))


def test_every_word_of_a_card_a_panel_or_a_command_is_in_the_catalogue() -> None:
    found = [each for source in sources(*SHOWING) for each in bypassing(source)]
    assert found == []


def test_every_sentence_of_an_error_that_a_member_reads_is_in_the_catalogue() -> None:
    found = [each for source in sources(*REFUSING) for each in errors_bypassing(source)]
    assert found == []


def test_every_message_is_a_literal_that_is_looked_up_when_somebody_reads() -> None:
    below = [each for each in sources("bot", "cogs") if not each.name.startswith("bot/texts/")]
    found = [each for source in below for each in misused(source)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "TextDisplay('Done')",
        "TextDisplay(f'### Done {n}')",
        "PlainButton(label='Try again', custom_id='easel:again:1')",
        "interaction.response.send_message('Saved')",
        "interaction.followup.send(content='Saved', ephemeral=True)",
        "gallery.add_item(media='attachment://a.png', description='Picture')",
        "def line():\n    return f'made in {n}'",
        "discord.ui.Select[Any](placeholder='Sampler')",
        "raise NotAllowed('Only for moderators.')",
    ],
)
def test_what_is_shown_past_the_catalogue_is_found(text: str) -> None:
    assert len(list(bypassing(source(text)))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "TextDisplay(_('Done'))",
        "TextDisplay(f'-# {text} · <t:{n}:R>')",
        "logger.warning('road closed', fault='too slow')",
        "PlainButton(label=_('Try again'), emoji='🔁', custom_id=f'easel:again:{n}')",
        "raise TypeError(f'{n} is no button of mine')",
        '"""Docstrings say things."""',
        "ProviderBusy(detail='the answer was 503')",
    ],
)
def test_what_is_not_shown_or_comes_from_the_catalogue_is_not_found(text: str) -> None:
    assert list(bypassing(source(text))) == []


@pytest.mark.parametrize(
    ("text", "is_misused"),
    [
        ("TITLE = _('Done')", True),
        ("class A:\n    title = _('Done')", True),
        ("def f(title=_('Done')):\n    pass", True),
        ("def f():\n    return _(title)", True),
        ("def f():\n    return _(f'Done {n}')", True),
        ("def f():\n    return ngettext('{n} image', 'images' + more, n)", True),
        ("def f():\n    return _('Done')", False),
        ("TITLE = lambda: _('Done')", False),
    ],
)
def test_what_cannot_be_translated_is_found(text: str, *, is_misused: bool) -> None:
    assert bool(list(misused(source(text)))) is is_misused


def test_errors_of_lower_layers_are_found_as_well() -> None:
    assert list(errors_bypassing(source("raise InvalidRequest('size', n, 'it is too large')")))
    assert not list(errors_bypassing(source("raise SettingsError('the file is missing')")))
