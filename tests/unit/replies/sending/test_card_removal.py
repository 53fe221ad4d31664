"""What is said of a card that no road leads to any more."""

from dataclasses import replace

import discord

from bot.replies.sending.card_removal import CardRemoval
from tests.unit.replies.fake_roads import FakePosted, StillTime
from tests.unit.replies.samples import a_generation


async def test_a_card_whose_id_was_never_noted_is_not_said_to_be_gone() -> None:
    removal = CardRemoval(discord.Client(intents=discord.Intents.none()), FakePosted(), StillTime())
    one = a_generation()
    lost = replace(one, place=replace(one.place, message_id=None, token=None))
    assert not await removal.remove(lost, channel_id=33, card_id=0)
