"""Interactions as Discord delivers them, and as messages and answers mention them."""

from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.places import Channel, Context
from bot.sandbox.world import World
from bot.sandbox.world_payloads import channel_payload, member_payload, user_payload

# What the bot may do where it is no member itself, as Discord's document says for groups: attach
# files, embed links, mention everyone; and in direct messages with it, use external emoji.
_IN_PRIVATE = 1 << 15 | 1 << 14 | 1 << 17
_IN_BOT_DIRECT = _IN_PRIVATE | 1 << 18


def _app_permissions(world: World, channel: Channel) -> int:
    if channel.context is Context.BOT_DIRECT:
        return _IN_BOT_DIRECT
    return world.bot.permissions if world.has_bot(channel) else _IN_PRIVATE


def delivery(
    world: World, messages: Messages, interaction: Interaction, attachment_size_limit: int
) -> Payload:
    """Return the payload of INTERACTION_CREATE."""
    channel, user = interaction.channel, interaction.user
    permissions = str(world.permissions(user, channel))
    payload: Payload = {
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": int(interaction.kind),
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**channel_payload(world, channel), "permissions": permissions},
        "app_permissions": str(_app_permissions(world, channel)),
        "locale": world.locale(user),
        "entitlements": [],
        "authorizing_integration_owners": dict(interaction.owners),
        "attachment_size_limit": attachment_size_limit,
        "context": int(channel.context),
    }
    if channel.server_id is None:
        payload["user"] = user_payload(user)
    else:
        server = world.servers[channel.server_id]
        guild_id = str(server.id)
        payload["guild_id"] = guild_id
        payload["guild"] = {"id": guild_id, "locale": server.locale, "features": []}
        payload["guild_locale"] = server.locale
        member = member_payload(world, user, server.id)
        payload["member"] = {**member, "permissions": permissions}
    if interaction.source is not None:
        payload["message"] = messages.payload(interaction.source)
    return payload


def metadata(world: World, interaction: Interaction) -> Payload:
    """Return ``interaction_metadata`` as a message carries it; its keys depend on the kind."""
    payload: Payload = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user_payload(interaction.user),
        "authorizing_integration_owners": dict(interaction.owners),
    }
    if interaction.kind is Kind.COMMAND:
        payload |= _target(world, interaction)
    if interaction.kind is Kind.COMPONENT and interaction.source is not None:
        payload["interacted_message_id"] = str(interaction.source.id)
    if interaction.kind is Kind.MODAL and interaction.opener is not None:
        payload["triggering_interaction_metadata"] = metadata(world, interaction.opener)
    return payload


def _target(world: World, interaction: Interaction) -> Payload:
    target_id = interaction.data.get("target_id")
    if target_id is None:
        return {}
    user = world.user(int(target_id))
    return {"target_message_id": target_id} if user is None else {"target_user": user_payload(user)}


def message_extra(world: World, interaction: Interaction, *, is_followup: bool) -> Payload:
    """Return what a message owes to the interaction that it answers."""
    about = metadata(world, interaction)
    if is_followup and interaction.original_id is not None:
        about["original_response_message_id"] = str(interaction.original_id)
    extra: Payload = {
        "application_id": str(world.bot.id),
        "webhook_id": str(world.bot.id),
        "interaction_metadata": about,
    }
    if interaction.kind is Kind.COMMAND and not is_followup:
        extra["interaction"] = {
            "id": str(interaction.id),
            "type": int(interaction.kind),
            "name": interaction.name,
            "user": user_payload(interaction.user),
        }
    return extra


def callback_answer(
    messages: Messages, interaction: Interaction, resource_type: int | None
) -> Payload:
    """Return the body that ``with_response`` asks for; *resource_type* is 4, 7 or None."""
    about: Payload = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "channel_id": str(interaction.channel.id),
    }
    if interaction.channel.server_id is not None:
        about["guild_id"] = str(interaction.channel.server_id)
    if interaction.original_id is None:
        return {"interaction": about}
    message = messages.get(interaction.original_id)
    about["response_message_id"] = str(message.id)
    about["response_message_loading"] = message.draft.is_loading
    about["response_message_ephemeral"] = message.draft.is_ephemeral
    if resource_type is None:
        return {"interaction": about}
    resource = {"type": resource_type, "message": messages.payload(message)}
    return {"interaction": about, "resource": resource}
