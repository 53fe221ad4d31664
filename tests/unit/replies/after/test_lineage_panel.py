"""The words under a lineage, which must fit into a message whatever members write."""

from dataclasses import replace

from bot.domain.generation import Generation
from bot.replies.after.lineage_panel import lineage_panel
from bot.replies.after.lineage_steps import lineage_steps
from tests.unit.replies.after.test_lineage_steps import step
from tests.unit.texts.measures import too_much


def marked(key: int) -> Generation:
    """Return a step with nothing but Markdown in its words, other words than the last one's."""
    made = step(key, style="x" * 20 + str(key))
    sign = "_*~"
    prompt = " ".join(sign * (key % 7 + 4) + sign * (key % 5) for _ in range(40))
    negative = " ".join(sign * (each % 9 + key) for each in range(20))
    texts = {"prompt": prompt, "negative_prompt": negative, "model": "*_" * 50 + str(key)}
    return replace(made, request=made.request.model_copy(update={**texts, "steps": key}))


def test_a_line_of_prompts_full_of_markdown_fits_into_a_message() -> None:
    way = [marked(key) for key in range(1, 21)]
    steps = lineage_steps(way, lambda _one: True)
    assert too_much(lineage_panel(way, steps, "lineage.webp")) == []
