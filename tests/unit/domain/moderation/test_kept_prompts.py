"""Which refusals the log keeps with the prompt: those by rules that look at what it says."""

import pytest

from bot.domain.moderation.log import prompt_kept
from bot.domain.moderation.verdicts import Rule

OF_CONTENT = {
    Rule.TERM,
    Rule.PATTERN,
    Rule.LENGTH,
    Rule.INPUT_KNOWN,
    Rule.INPUT_NSFW,
    Rule.SESSION,
    Rule.PROVIDER,
}


@pytest.mark.parametrize("rule", Rule)
def test_a_prompt_is_kept_only_with_a_rule_that_looks_at_it(rule: Rule) -> None:
    assert prompt_kept("a fox", rule) == ("a fox" if rule in OF_CONTENT else "")
