"""How Discord says no: to a bot over HTTP, and to a person in the client."""

from http import HTTPStatus

from bot.errors import BotError
from bot.sandbox.payloads import Payload

INVALID_FORM = 50035
EMPTY_MESSAGE = 50006
INVALID_JSON = 50109
# What Discord answers when the mistake is in the body, so that it is the bot's.
WRONG_BODIES = frozenset({INVALID_FORM, EMPTY_MESSAGE, INVALID_JSON})


class DiscordRefusal(BotError):
    """An error answer of the HTTP API.

    Attributes:
        status: HTTP status.
        code: Discord's JSON error code.
        where: Path of the field at fault, such as ``components[0].custom_id``, or empty.
        reason: What is wrong with it.
    """

    def __init__(
        self, status: int, code: int, message: str, *, where: str = "", reason: str = ""
    ) -> None:
        super().__init__(f"{status} {code}: {message} {where} {reason}".rstrip())
        self.status = status
        self.code = code
        self.message = message
        self.where = where
        self.reason = reason

    def payload(self) -> Payload:
        """Return the body that Discord would send."""
        body: Payload = {"message": self.message, "code": self.code}
        if self.reason:
            body["errors"] = _nested(self.where, self.reason)
        return body


class ClientRefusal(BotError):
    """What Discord's own client would not let a person send; the text is for that person."""


def _nested(where: str, reason: str) -> Payload:
    errors: Payload = {"_errors": [{"code": "SANDBOX_INVALID", "message": reason}]}
    for part in reversed(where.replace("[", ".").replace("]", "").split(".")):
        if part:
            errors = {part: errors}
    return errors


def invalid_form(where: str, reason: str) -> DiscordRefusal:
    """Return the refusal of a body: *where* names the field, *reason* is a sentence."""
    return DiscordRefusal(
        HTTPStatus.BAD_REQUEST, INVALID_FORM, "Invalid Form Body", where=where, reason=reason
    )


def unauthorized() -> DiscordRefusal:
    """Return the answer to a missing or wrong bot token."""
    return DiscordRefusal(HTTPStatus.UNAUTHORIZED, 0, "401: Unauthorized")


def not_served() -> DiscordRefusal:
    """Return the answer to a route that does not exist here."""
    return DiscordRefusal(HTTPStatus.NOT_FOUND, 0, "404: Not Found")


def unknown(code: int, thing: str) -> DiscordRefusal:
    """Return "Unknown *thing*" with Discord's code for it."""
    return DiscordRefusal(HTTPStatus.NOT_FOUND, code, f"Unknown {thing}")


def unknown_channel() -> DiscordRefusal:
    """Return the answer for a channel that is not there."""
    return unknown(10003, "Channel")


def missing_access() -> DiscordRefusal:
    """Return the answer for what the bot may not see any more."""
    return DiscordRefusal(HTTPStatus.FORBIDDEN, 50001, "Missing Access")


def cannot_message() -> DiscordRefusal:
    """Return the answer to a direct message that its receiver does not get."""
    return DiscordRefusal(HTTPStatus.FORBIDDEN, 50007, "Cannot send messages to this user")


def too_many_old_edits() -> DiscordRefusal:
    """Return the answer to one edit too many of a message older than an hour.

    Discord sends it as a 429, as users of discord.py report; how long to wait is not known.
    """
    return DiscordRefusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        30046,
        "Maximum number of edits to messages older than 1 hour reached. Try again later.",
    )


def unknown_message() -> DiscordRefusal:
    """Return the answer for a message that is not there, or not any more."""
    return unknown(10008, "Message")


def unknown_webhook() -> DiscordRefusal:
    """Return the answer for a token that is wrong, or not yet good for this."""
    return unknown(10015, "Webhook")


def unknown_interaction() -> DiscordRefusal:
    """Return the answer for an interaction that is over, or never was."""
    return unknown(10062, "interaction")


def already_acknowledged() -> DiscordRefusal:
    """Return the answer to a second first answer."""
    return DiscordRefusal(
        HTTPStatus.BAD_REQUEST, 40060, "Interaction has already been acknowledged."
    )


def dead_token() -> DiscordRefusal:
    """Return the answer to an interaction token older than 15 minutes."""
    return DiscordRefusal(HTTPStatus.UNAUTHORIZED, 50027, "Invalid Webhook Token")


def too_large() -> DiscordRefusal:
    """Return the answer to a file above the limit."""
    return DiscordRefusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, 40005, "Request entity too large")


def empty_message() -> DiscordRefusal:
    """Return the answer to a message with nothing in it."""
    return DiscordRefusal(HTTPStatus.BAD_REQUEST, EMPTY_MESSAGE, "Cannot send an empty message")


def invalid_json() -> DiscordRefusal:
    """Return the answer to a body that cannot be read."""
    return DiscordRefusal(
        HTTPStatus.BAD_REQUEST, INVALID_JSON, "The request body contains invalid JSON."
    )


def foreign_message() -> DiscordRefusal:
    """Return the answer to an edit of someone else's message."""
    return DiscordRefusal(
        HTTPStatus.FORBIDDEN, 50005, "Cannot edit a message authored by another user"
    )


def too_many_followups() -> DiscordRefusal:
    """Return the answer to a sixth follow-up where the app is only installed by the user."""
    return DiscordRefusal(
        HTTPStatus.BAD_REQUEST,
        40094,
        "This interaction has reached the maximum number of follow-up messages that can be sent.",
    )
