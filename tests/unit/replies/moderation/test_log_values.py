"""The log says in words what its values are, and never which names they are kept under."""

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from bot.domain.moderation.command_permissions import CHANNEL, MEMBER, ROLE
from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import (
    Access,
    Level,
    ReviewMode,
    ServerPolicy,
    StrikeRules,
)
from bot.domain.moderation.reviews import Block
from bot.domain.moderation.strictness import THRESHOLDS, Strictness
from bot.domain.moderation.strikes import StrikeKind
from bot.domain.quotas import Scope
from bot.domain.report import ReportKind
from bot.generation.moderation.choosing import _shown
from bot.replies.moderation.log_values import value_words
from bot.store.server_settings import StyleSharing
from bot.texts import in_language

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
STAMP = f"<t:{int(NOON.timestamp())}:f>"


def told(values: Mapping[str, str]) -> str:
    entry = LogEntry(server_id=5, at=NOON, action=Action.REFUSED, values=values)
    return " · ".join(value_words(entry, "$"))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"length": "day"}, "for one day"),
        ({"length": "good"}, "for good"),
        ({"strike": "1", "kind": "strike"}, "strike no. 1"),
        ({"strike": "2", "kind": "warning"}, "warning no. 2"),
        ({"kind": "consent"}, "as somebody shown without consent"),
        ({"percent": "80", "period": "month"}, "80% of the budget of the month"),
        ({"session": "3", "change": "ended"}, "session no. 3 was ended early"),
        ({"style": "moody", "decision": "let_in"}, "the style `moody` was let in"),
        (
            {"term": "gore", "found": "disguise", "category": "violence"},
            "found `gore` in disguise · from the list `violence`",
        ),
        ({"characters": "9000"}, "9,000 characters long"),
        ({"classifier": "91.2", "number": "2"}, "the bot's own look is 91% sure · image 2"),
        ({"roles": "77"}, "because of the role <@&77>"),
        ({"roles": "unknown"}, "nobody told the member's roles"),
        ({"set for": "role", "id": "77"}, "set for the role <@&77>"),
        ({"trusted until": NOON.isoformat()}, f"trusted until {STAMP}"),
        ({"until": NOON.isoformat()}, f"until {STAMP}"),
        ({"until": "for good"}, "for good"),
        ({"own": "1"}, "decided by who had asked for it"),
        ({"waiting": "20", "most": "20"}, "20 were waiting, and 20 is the most"),
        ({"refusal": "forbidden"}, "with a forbidden word"),
        ({"added": "gore", "kind": "word", "action": "block"}, "`gore` is refused now"),
        ({"added": "a fox", "kind": "exception", "action": "block"}, "`a fox` is allowed now"),
        ({"removed": "gore", "kind": "word"}, "`gore` is off the list"),
        ({"imported": "12"}, "12 lines of a file"),
        ({"category": "violence", "on": "no"}, "the list `violence` is off"),
        (
            {"whose": "role", "id": "77", "period": "day", "images": "50"},
            "each member with <@&77>, a day · 50 images",
        ),
        (
            {"whose": "server", "id": "0", "period": "month", "cost_micros": "12500000"},
            "all of this server, a month · $12.50",
        ),
        (
            {"everyone": "day", "images": ""},
            "each member without another quota, a day · nothing is set any more",
        ),
        ({"ask_above_micros": "500000"}, "members are asked above $0.50"),
        ({"role": "77", "access": "denied"}, "<@&77> may not ask"),
        ({"channel": "8", "level": "mature"}, "<#8> is for mature images"),
        ({"channel": "8", "review": ""}, "<#8> has the review of the server"),
        ({"review_hours": "24"}, "a review waits 24 h"),
        (
            {"mature": _shown(THRESHOLDS[Strictness.OFF])},
            "in mature channels, nudity is not held back",
        ),
        (
            {"everyone": _shown(THRESHOLDS[Strictness.STRICT])},
            "in channels for everyone, images wait from 10% on, and are refused from 50% on",
        ),
        (
            {"strikes": _shown(StrikeRules(block_at=3))},
            "strikes expire after 90 days, and 3 at a time block for 7 days",
        ),
        ({"moderator_role_ids": "7, 8"}, "who moderates: <@&7> and <@&8>"),
        ({"moderators_channel": ""}, "no moderators' channel"),
        (
            {"period": "day", "counted": "images", "wanted": "4", "left": "1", "quota": "10"},
            "wanted 4 images, with 1 of 10 left for the day",
        ),
        (
            {
                "period": "month",
                "counted": "money",
                "wanted": "40000",
                "left": "0",
                "quota": "2000000",
            },
            "wanted $0.04, with $0.00 of $2.00 left for the month",
        ),
    ],
)
def test_values_are_told_in_words(values: Mapping[str, str], words: str) -> None:
    assert told(values) == words


def test_the_words_are_in_the_readers_language() -> None:
    with in_language("de"):
        assert told({"length": "day"}) == "für einen Tag"


def test_a_value_that_nobody_has_words_for_is_told_as_it_is() -> None:
    assert told({"tomorrow's": "news"}) == "`tomorrow's` `news`"


@pytest.mark.parametrize("name", sorted({*ServerPolicy.model_fields} - {"categories_off"}))
def test_every_rule_of_a_server_has_words(name: str) -> None:
    value = _shown(getattr(ServerPolicy(), name))
    assert f"`{name}`" not in told({name: value})
    assert "`" not in told({name: value})


@pytest.mark.parametrize(
    "values",
    [
        *({"kind": kind} for kind in ReportKind),
        *({"length": length} for length in Block),
        *({"strike": "1", "kind": kind} for kind in StrikeKind),
        *({"whose": scope, "id": "7", "period": "day"} for scope in Scope),
        *({"style_sharing": sharing} for sharing in StyleSharing),
        *({"channel": "8", "level": level} for level in Level),
        *({"channel": "8", "review": mode} for mode in ReviewMode),
        *({"role": "7", "access": access} for access in Access),
        *({"set for": kind, "id": "7"} for kind in (MEMBER, ROLE, CHANNEL)),
    ],
    ids=str,
)
def test_every_word_that_is_stored_has_words_of_ours(values: Mapping[str, str]) -> None:
    assert "`" not in told(values)
