"""Whose language it is: a catalogue for each, English for all others, figures by locale."""

import asyncio
import copy
import datetime
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.quota_refusals import LimitReached
from bot.domain.quotas import Allowance, Limit, Period, Scope, Shortage
from bot.errors import TaskFailed
from bot.texts import (
    alternatives,
    day,
    duration,
    file_size,
    gettext,
    hours,
    in_english,
    in_language,
    language_of,
    listing,
    ngettext,
    number,
    percent,
    pgettext,
    use_language,
    whole_seconds,
)
from bot.texts.catalogues import Language, read_all
from bot.texts.reader import languages, speaking
from tests.unit.texts.pseudo import pseudo_language_for

NOW = datetime.datetime(2026, 3, 1, 23, tzinfo=datetime.UTC)
TODAY = Limit(source=Scope.EVERYONE, period=Period.DAY, allowance=Allowance(images=3))

_HEAD = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals={forms}; plural={plural};\\n"

msgctxt "option"
msgid "size"
msgstr "taille"

msgid "{{n}} image"
msgid_plural "{{n}} images"
"""


def catalogue(folder: Path, name: str, text: str) -> None:
    path = folder / name / "LC_MESSAGES" / "easel.po"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def french(tmp_path: Path) -> dict[str, Language]:
    head = _HEAD.format(forms=2, plural="(n > 1)")
    catalogue(
        tmp_path,
        "fr",
        head + 'msgstr[0] "{n} image"\nmsgstr[1] "{n} images, donc"\n\n'
        '#, fuzzy\nmsgid "Cancel"\nmsgstr "Peut-être"\n',
    )
    return dict(read_all(tmp_path))


def test_a_folder_is_all_that_a_language_needs(french: dict[str, Language]) -> None:
    with speaking(french["fr"]):
        assert pgettext("option", "size") == "taille"
        assert gettext("size") == "size"
        assert [ngettext("{n} image", "{n} images", n).format(n=n) for n in (0, 1, 2)] == [
            "0 image",
            "1 image",
            "2 images, donc",
        ]


def test_what_nobody_has_looked_at_since_a_change_is_shown_in_english(
    french: dict[str, Language],
) -> None:
    with speaking(french["fr"]):
        assert gettext("Cancel") == "Cancel"


def test_a_catalogue_serves_all_its_regions_unless_one_has_its_own(tmp_path: Path) -> None:
    text = _HEAD.format(forms=1, plural="0") + 'msgstr[0] "{n}"\n'
    for name in ("zh", "zh_TW", "es"):
        catalogue(tmp_path, name, text)
    found = read_all(tmp_path)
    names = {locale: found[locale].name for locale in ("zh-CN", "zh-TW", "es-ES", "es-419")}
    assert names == {"zh-CN": "zh", "zh-TW": "zh_TW", "es-ES": "es", "es-419": "es"}
    assert "fr" not in found


@pytest.mark.parametrize("locale", ["tlh", "", "en-US", "en-GB", "en", "xx-YY"])
def test_whoever_has_no_catalogue_reads_english(locale: str) -> None:
    assert language_of(locale).name == "en"


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en-US", "1,234.5 | 42% | 4.2 s | a, b, and c | a or b | Mar 4, 2026"),
        ("en-GB", "1,234.5 | 42% | 4.2 s | a, b and c | a or b | 4 Mar 2026"),
        ("de", "1.234,5 | 42\xa0% | 4,2 s | a, b und c | a oder b | 04.03.2026"),
        ("ja", "1,234.5 | 42% | 4.2 s | a、b、c | aまたはb | 2026/03/04"),
        ("es-419", "1,234.5 | 42% | 4.2 s | a, b y c | a o b | 4 mar 2026"),
    ],
)
def test_figures_lists_and_days_are_written_as_the_reader_writes_them(
    locale: str, written: str, tmp_path: Path
) -> None:
    for name in ("de", "ja", "es"):
        catalogue(tmp_path, name, _HEAD.format(forms=1, plural="0") + 'msgstr[0] "{n}"\n')
    with speaking(read_all(tmp_path)[locale]):
        parts = [
            number(1234.5),
            percent(0.42),
            duration(4.2),
            listing(["a", "b", "c"]),
            alternatives(["a", "b"]),
            day(datetime.date(2026, 3, 4)),
        ]
    assert " | ".join(parts) == written


@pytest.mark.parametrize(
    ("make", "value", "text"),
    [
        (duration, 9.94, "9.9 s"),
        (duration, 38.4, "38 s"),
        (whole_seconds, 125, "2 min 5 s"),
        (hours, 12_000, "3 h 20 min"),
        (hours, 61, "2 min"),
        (file_size, 100, "1 KB"),
        (file_size, 840_000, "820 KB"),
        (file_size, 9_961_472, "9.5 MB"),
        (file_size, 5 * 2**30, "5 GB"),
    ],
)
def test_times_and_sizes_are_said_as_a_person_would(
    make: Callable[[float], str], value: float, text: str
) -> None:
    assert make(value) == text


async def test_a_language_is_that_of_one_task_alone() -> None:
    async def reader(locale: str) -> str:
        use_language(locale)
        await asyncio.sleep(0)
        return day(datetime.date(2026, 3, 4))

    async with asyncio.TaskGroup() as tasks:
        british, american = (tasks.create_task(reader(each)) for each in ("en-GB", "en-US"))
    assert (british.result(), american.result()) == ("4 Mar 2026", "Mar 4, 2026")
    assert day(datetime.date(2026, 3, 4)) == "Mar 4, 2026"


def test_the_language_before_comes_back() -> None:
    with pseudo_language_for("de"), in_language("de"):
        with in_language("en"):
            assert gettext("Cancel") == "Cancel"
        assert gettext("Cancel") == "⟦Cancel⟧"


def test_an_error_is_told_in_the_members_language_and_logged_in_english() -> None:
    with pseudo_language_for("de"), in_language("de"):
        refused = LimitReached(
            Shortage(limit=TODAY, is_money=False, wanted=2, left=1),
            now=NOW,
            resets_at=NOW + datetime.timedelta(hours=1),
            currency="$",
        )
        failed = TaskFailed("out of memory")
    assert str(refused).startswith("⟦That needs ⟦2 images⟧, and 1")
    assert in_english(refused) == (
        "That needs 2 images, and 1 of your 3 images for today are left. "
        "There is more in 1 h 0 min."
    )
    assert in_english(failed) == "The image service could not make this: out of memory"
    assert in_english(OSError(2, "gone")) == "[Errno 2] gone"


def test_a_text_is_copied_and_pickled_as_plain_words() -> None:
    text = gettext("{n} images").format(n=2)
    assert [copy.copy(text), copy.deepcopy(text), pickle.loads(pickle.dumps(text))] == [  # noqa: S301
        "2 images"
    ] * 3


def test_every_known_locale_has_a_language() -> None:
    assert {"en", "en-US", "en-GB"} <= set(languages())
