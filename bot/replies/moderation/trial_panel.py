"""`/mod test`: what would happen to a text, and each thing that was met on the way."""

from collections.abc import Sequence

from bot.domain.moderation.verdicts import Decision, Verdict
from bot.domain.moderation.words.excerpts import MAX_EXCERPT
from bot.domain.moderation.words.listed import Side
from bot.domain.moderation.words.looking import Found
from bot.domain.moderation.words.prompt_policy import Look, PlacedHit
from bot.domain.moderation.words.terms import TermKind
from bot.generation.moderation.chain import BEFORE_POSTING
from bot.generation.moderation.refused import refusal_text
from bot.replies.moderation.words_panel import nobody_looks
from bot.replies.parts.panels import Panel, listed
from bot.replies.parts.words import code
from bot.texts import gettext as _


def trial_panel(stages: Sequence[tuple[str, Decision]], outcome: Decision, look: Look) -> Panel:
    """Show what becomes of it (*outcome*), what each rule says, and every hit of the words."""
    rules = "\n".join(_stage_line(name, decision) for name, decision in stages)
    hits = listed((_hit_line(placed) for placed in look.hits), _("No word or pattern was met."))
    return Panel(
        _("What would happen"),
        [
            _heading(stages, outcome),
            "**" + _("Rules, in their order") + f"**\n{rules}",
            "**" + _("Words and patterns") + f"**\n{hits}",
        ],
    )


def _heading(stages: Sequence[tuple[str, Decision]], outcome: Decision) -> str:
    if outcome.verdict is Verdict.ALLOW:
        return "✅ " + _("It would be let through.")
    if outcome.verdict is Verdict.REFUSE:
        lines = ["⛔ " + _("It would be refused.")]
        if all(decision.verdict is not Verdict.REFUSE for _name, decision in stages):
            lines.append(nobody_looks())
        read = _("The member would read: {text}")
        return "\n".join([*lines, read.format(text=f"*{refusal_text(outcome.rule)}*")])
    if all(decision.is_allowed for name, decision in stages if name != BEFORE_POSTING):
        return "👀 " + _("It would be made, and the images would wait for a moderator.")
    return "👀 " + _("It would wait for a moderator.")


def _stage_line(name: str, decision: Decision) -> str:
    label = {
        "blocked": _("Blocked members"),
        "command": _("Discord's own command permissions"),
        "places": _("Channel and roles"),
        "prompt": _("Words"),
        "image_inputs": _("Attached pictures"),
        "session": _("Group session"),
        BEFORE_POSTING: _("Images, before they are posted"),
    }.get(name, name)
    verdict = {
        Verdict.ALLOW: _("allowed"),
        Verdict.REVIEW: _("waits for a moderator"),
        Verdict.REFUSE: _("refused"),
    }[decision.verdict]
    term = decision.values.get("term")
    return f"- {label}: {verdict}" + (f" ({code(term)})" if term else "")


def _hit_line(placed: PlacedHit) -> str:
    hit = placed.hit
    how = {
        Found.WORD: _("as a whole word"),
        Found.DISGUISE: _("in disguise"),
        Found.MASK: _("with signs for letters"),
        Found.PATTERN: _("by a pattern"),
    }[hit.found]
    line = _("{term} {how} in {where}: {text}").format(
        term=code(hit.listed.text),
        how=how,
        where=_where(placed.where),
        text=code(hit.around, MAX_EXCERPT),
    )
    if hit.saved_by is not None:
        line += " · " + _("allowed by {term}").format(term=code(hit.saved_by.text))
    elif hit.listed.side in {Side.ONE, Side.OTHER, Side.AVOIDING}:
        line += " · " + _("counts only together with others of {list}").format(
            list=code(hit.listed.category)
        )
    elif hit.listed.category:
        line += " · " + _("from the list {list}").format(list=code(hit.listed.category))
    elif hit.listed.kind is TermKind.WORD:
        line += " · " + _("one of your own words")
    return line


def _where(where: str) -> str:
    return {
        "prompt": _("the prompt"),
        "negative_prompt": _("the negative prompt"),
        "style": _("the style"),
        "model": _("the model"),
        "lora": _("a LoRA"),
    }.get(where, where)
