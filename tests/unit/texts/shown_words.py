"""What moderators see of the words of their server; what is data in them is Cyrillic."""

from collections.abc import Iterator
from dataclasses import replace

import discord

from bot.domain.moderation.verdicts import ALLOWED, Decision, Rule, Verdict
from bot.domain.moderation.words.listed import Listed, Side
from bot.domain.moderation.words.looking import Found, Hit
from bot.domain.moderation.words.prompt_policy import Look, PlacedHit
from bot.domain.moderation.words.starting_words import Category
from bot.domain.moderation.words.terms import Term, TermAction, TermKind
from bot.generation.moderation.chain import BEFORE_POSTING
from bot.replies.moderation.trial_panel import trial_panel
from bot.replies.moderation.words_panel import words_panel
from bot.store.terms import TermPage

DATA = "лиса"
View = discord.ui.LayoutView | discord.ui.Modal


def word_views() -> Iterator[tuple[str, View]]:
    """Yield what moderators see of the words of their server."""
    about = Category(name="explicit", about=DATA, action=TermAction.BLOCK)
    later = replace(about, action=TermAction.REVIEW)
    terms = [
        Term(kind=kind, text=DATA, action=action) for kind in TermKind for action in TermAction
    ]
    page = TermPage(terms=terms, counts=dict.fromkeys(TermKind, 30))
    yield "words", words_panel(page, 0, [(about, True), (later, False)])
    yield "older words", words_panel(page, 1, [])
    yield "no words", words_panel(TermPage(terms=[], counts={}), 0, [])
    stages = [
        (name, ALLOWED) for name in ("blocked", "command", "places", "prompt", "image_inputs")
    ]
    stages.append(("session", ALLOWED))
    stages.append((BEFORE_POSTING, ALLOWED))
    yield "trial", trial_panel(stages, ALLOWED, Look(decision=ALLOWED))
    own = Listed(kind=TermKind.WORD, text=DATA)
    entries = (own, replace(own, category=DATA), replace(own, category=DATA, side=Side.ONE))
    hits = [
        Hit(listed=entry, found=found, around=DATA, saved_by=saved_by)
        for entry in entries
        for found in Found
        for saved_by in (None, own)
    ]
    fields = ("prompt", "negative_prompt", "style", "model", "lora")
    placed = tuple(PlacedHit(where, hit) for where in fields for hit in hits)
    for verdict in (Verdict.REVIEW, Verdict.REFUSE):
        decision = Decision(verdict=verdict, rule=Rule.TERM, values={"term": DATA})
        look = Look(decision=decision, hits=placed)
        said = [*stages, ("prompt", decision)]
        yield f"trial {verdict.name}", trial_panel(said, decision, look)
        if verdict is Verdict.REVIEW:
            refused = replace(decision, verdict=Verdict.REFUSE)
            yield "trial, nobody looks", trial_panel(said, refused, look)
            only_images = [*stages[:-1], (BEFORE_POSTING, decision)]
            yield "trial, images wait", trial_panel(only_images, decision, look)
