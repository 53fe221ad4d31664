"""Query plans of clean-up: it reads what it removes, and never the whole of a growing table."""

from typing import Any

import pytest
from sqlalchemy import Executable

from bot.store import ages, cleaning, disk, fronts
from bot.store.database import Database
from tests.unit.store.plans import OF_NO_TABLE, VALUES, reads_by

MORE: dict[str, Any] = {
    "position": 1,
    "after": 1,
    "erased_id": 1,
    "request": {},
    "gone_id": 1,
}
PLANS: dict[str, tuple[Executable, set[str]]] = {
    "ahead": (fronts.AHEAD, {"generations_servers"}),
    "holes": (fronts.HOLES, {"PRIMARY KEY"}),
    "images": (cleaning.DROP_IMAGES, {"sqlite_autoindex_images_1"}),
    "erasing": (cleaning.ERASE, {"PRIMARY KEY"}),
    "old entries": (cleaning.PRUNE_LEDGER, {"ledger_days"}),
    "entries of some": (cleaning.HAS_LEDGER, {"ledger_once"}),
    "children": (cleaning.ORPHAN, {"generations_children"}),
    "rows": (cleaning.DROP_ROWS, {"PRIMARY KEY"}),
    "open requests": (cleaning.OPEN_REQUESTS, {"generations_"}),
    "cursors": (cleaning.CURSORS, {"sqlite_autoindex_servers_1"}),
    "left": (cleaning.LEFT, {"sqlite_autoindex_servers_1"}),
    "oldest": (cleaning.OLDEST, {"generations_servers"}),
    "styles": (cleaning.DROP_STYLES, {"styles_names"}),
    "totals": (cleaning.DROP_TOTALS, {"sqlite_autoindex_usage_totals_1"}),
    "reports": (cleaning.DROP_REPORTS, {"reports_of_server"}),
    "oldest reports": (cleaning.OLDEST_REPORTS, {"reports_of_server"}),
    "old reports": (cleaning.DROP_THESE_REPORTS, {"PRIMARY KEY"}),
    "words": (cleaning.DROP_WORDS, {"prompt_words_generations"}),
    "favourites": (cleaning.DROP_FAVOURITES, {"favourites_generations"}),
    "reports of rows": (cleaning.LOOSEN_REPORTS, {"reports_generations"}),
    "choices": (cleaning.DROP_CHOICES, {"sqlite_autoindex_server_settings_1"}),
    "next used": (ages.NEXT_USED, {"generations_servers"}),
    "next reported": (ages.NEXT_REPORTED, {"reports_of_server"}),
    "next left": (ages.NEXT_LEFT, {"sqlite_autoindex_servers_1"}),
    "newest": (ages.NEWEST, {"PRIMARY KEY"}),
    "ages": (
        ages.AGES,
        {
            *("generations_servers", "ledger_days", "reports_of_server"),
            *("sqlite_autoindex_servers_1", "sessions_of_server"),
        },
    ),
    "open units": (disk.OPEN_UNITS, {"generations_"}),
}


@pytest.mark.parametrize("name", PLANS)
async def test_a_statement_of_clean_up_reads_by_its_index(database: Database, name: str) -> None:
    statement, indexes = PLANS[name]
    lines = await reads_by(database, statement, indexes, {**VALUES, **MORE}, bounded=OF_NO_TABLE)
    assert not [line for line in lines if "TEMP B-TREE" in line], lines
