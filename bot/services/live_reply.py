"""The live reply, put together in one place; starts nothing."""

import discord

from bot.replies.sending.delivery import Delivery
from bot.replies.sending.edit_queue import EditQueue
from bot.replies.sending.live_reply import LiveReply
from bot.replies.sending.roads import Roads
from bot.replies.sending.uploads import Packer
from bot.services.foundation import Foundation
from bot.store.posted_messages import PostedMessages


def build_live_reply(base: Foundation, client: discord.Client, packer: Packer) -> LiveReply:
    """Put its parts together."""
    live = base.settings.live
    roads = Roads(client, PostedMessages(base.database), base.time)
    queue = EditQueue(
        base.time, interval_s=live.edit_interval_s, per_minute=live.channel_edits_per_minute
    )
    return LiveReply(roads, Delivery(roads, base.time, packer), queue)
