"""What strikes do is told to members in one sentence, whatever the server has chosen."""

from dataclasses import replace

import pytest

from bot.domain.moderation.policy import StrikeRules
from bot.replies.setup.member_rules import Where, member_rules
from tests.unit.replies.rulebooks import FRESH

HERE = Where(channel_id=5, is_age_restricted=False)


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        (
            StrikeRules(block_at=1, block_days=None),
            "⚖️ 1 strike that has not expired blocks a member for good.",
        ),
        (
            StrikeRules(block_at=3, block_days=1),
            "⚖️ 3 strikes that have not expired block a member for one day.",
        ),
        (
            StrikeRules(block_at=3, block_days=7),
            "⚖️ 3 strikes that have not expired block a member for 7 days.",
        ),
    ],
)
def test_a_whole_sentence_tells_when_strikes_block(rules: StrikeRules, sentence: str) -> None:
    book = replace(FRESH, policy=FRESH.policy.model_copy(update={"strikes": rules}))
    assert member_rules(book, HERE)[-1] == sentence
