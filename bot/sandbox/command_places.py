"""Where a command may be used, and by whom: what a client hides or refuses."""

from bot.sandbox.payloads import Payload
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.world import Channel, User


def check_place(command: Payload, user: User, channel: Channel) -> None:
    """Check that *user* may use the command in *channel*.

    Raises:
        ClientRefusal: With what the client would show.
    """
    shown = f"/{command['name']}" if command["type"] == 1 else command["name"]
    contexts = command.get("contexts")
    is_direct = channel.user_id is not None
    if contexts is not None and int(is_direct) not in contexts:
        raise ClientRefusal(f"{shown} cannot be used here.")
    if is_direct and (command.get("dm_permission") is False or "guild_id" in command):
        raise ClientRefusal(f"{shown} cannot be used in direct messages.")
    if command.get("nsfw") and not channel.is_age_restricted and not is_direct:
        raise ClientRefusal(f"{shown} can only be used in an age-restricted channel.")
    needed = command.get("default_member_permissions")
    if needed is not None and not is_direct:
        bits = int(needed)
        # 0 means: nobody but administrators
        if bits == 0 or user.permissions & bits != bits:
            raise ClientRefusal(f"You do not have permission to use {shown}.")
