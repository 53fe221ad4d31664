"""Interactions as Discord delivers them, and as messages and answers mention them."""

from bot.sandbox.interaction import Interaction, Kind
from bot.sandbox.messages import Messages
from bot.sandbox.payloads import Payload
from bot.sandbox.world import VIEW_AND_TALK, World
from bot.sandbox.world_payloads import channel_payload, member_payload, user_payload

_IN_GUILD, _IN_BOT_DM = 0, 1


def owners(world: World, interaction: Interaction) -> dict[str, str]:
    """Return ``authorizing_integration_owners``: by whom the app was installed."""
    if interaction.is_user_install:
        return {"1": str(interaction.user.id)}
    # In a direct message with the bot Discord writes 0 for the server.
    return {"0": "0" if interaction.channel.user_id else str(world.guild_id)}


def delivery(
    world: World, messages: Messages, interaction: Interaction, attachment_size_limit: int
) -> Payload:
    """Return the payload of INTERACTION_CREATE."""
    channel = interaction.channel
    payload: Payload = {
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": int(interaction.kind),
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": {**channel_payload(world, channel), "permissions": str(VIEW_AND_TALK)},
        "app_permissions": str(world.bot.permissions),
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": owners(world, interaction),
        "attachment_size_limit": attachment_size_limit,
        "context": _IN_GUILD if channel.user_id is None else _IN_BOT_DM,
    }
    if channel.user_id is None:
        guild_id = str(world.guild_id)
        payload["guild_id"] = guild_id
        payload["guild"] = {"id": guild_id, "locale": "en-US", "features": []}
        payload["guild_locale"] = "en-US"
        member = member_payload(world, interaction.user)
        payload["member"] = {**member, "permissions": str(interaction.user.permissions)}
    else:
        payload["user"] = user_payload(interaction.user)
    if interaction.source is not None:
        payload["message"] = messages.payload(interaction.source)
    return payload


def metadata(world: World, interaction: Interaction) -> Payload:
    """Return ``interaction_metadata`` as a message carries it; its keys depend on the kind."""
    payload: Payload = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "user": user_payload(interaction.user),
        "authorizing_integration_owners": owners(world, interaction),
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
    world: World, messages: Messages, interaction: Interaction, resource_type: int | None
) -> Payload:
    """Return the body that ``with_response`` asks for; *resource_type* is 4, 7 or None."""
    about: Payload = {
        "id": str(interaction.id),
        "type": int(interaction.kind),
        "channel_id": str(interaction.channel.id),
    }
    if interaction.channel.user_id is None:
        about["guild_id"] = str(world.guild_id)
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
