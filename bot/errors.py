"""Every error of ours, one tree.

    BotError
    ├── SettingsError           the operator can mend it; the start stops with its text
    ├── DiscordUnreachable      Discord does not answer at all; what waits for it is kept
    └── UserError               ``str(error)`` is written for the member, and safe to show
        ├── InvalidRequest      a field, its value and what is allowed
        ├── NotSupported        the provider cannot do that
        ├── QuotaExceeded       nothing left of the window
        ├── TooManyWaiting      too many generations of one member wait already
        ├── ServerQueueFull     too many generations of one server wait already
        ├── StyleError          a saved style is unknown, or its name is taken
        ├── NotAllowed          only for moderators, or only in a server
        ├── DiskFull            what the disk may hold is reached, so nothing new is begun
        ├── NotKept             what the request is made from is not kept any more
        ├── StorageUnavailable  disk or database cannot be read or written
        └── ProviderError       the image service failed; carries what the runner must know
            ├── ProviderUnavailable   down, slow, or talking nonsense
            ├── ProviderBusy          429 or 503: surely not taken
            ├── ProviderAccount       key, balance or permission: the owner must act
            ├── PromptRefused         the service's own policy
            ├── RequestRefused        the service calls a parameter wrong
            ├── EndpointGone          404: model or endpoint is not offered any more
            ├── TaskLost              the service does not know the task (any more)
            ├── TaskFailed            the task ended without images
            └── BadImage              what was downloaded is no image we accept

Domain errors know nothing of Discord; ``bot.tree`` shows them.
"""

from bot.texts import gettext as _
from bot.texts import number, option_name, shorten


class BotError(Exception):
    """Base of every error that is ours."""


class SettingsError(BotError):
    """A setting is missing, unknown or wrong; the text names key, value and what is allowed."""


class DiscordUnreachable(BotError):
    """Discord itself does not answer: no road is closed by that, so delivery is tried again."""


class UserError(BotError):
    """The member can understand it: ``str(error)`` is safe to show."""


class InvalidRequest(UserError):
    """A field of a request has a value that cannot be.

    Attributes:
        field: The option as the member knows it (``steps``, ``size``).
        value: What was given, shortened to 60 characters.
        allowed: What would be right, as a phrase that ends the sentence.
    """

    def __init__(self, field: str, value: object, allowed: str) -> None:
        shown = shorten(str(value), 60)
        super().__init__(
            _("`{field}` cannot be `{value}`: {allowed}.").format(
                field=option_name(field),
                value=shown.replace("`", "'") or " ",
                allowed=allowed,
            )
        )
        self.field = field
        self.value = shown
        self.allowed = allowed


class NotSupported(UserError):
    """The provider in use cannot do what the request asks for; found before anything is spent."""


class QuotaExceeded(UserError):
    """Less is left of a period than the request needs; *text* names whose quota it is.

    Attributes:
        wanted: What is needed: images, or millionths of the currency.
        left: What is left.
        quota: What the whole period has.
        resets_in_s: Seconds until the period begins anew.
    """

    def __init__(self, text: str, *, wanted: int, left: int, quota: int, resets_in_s: int) -> None:
        super().__init__(text)
        self.wanted = wanted
        self.left = left
        self.quota = quota
        self.resets_in_s = resets_in_s


class TooManyWaiting(UserError):
    """The member already has as many generations waiting as one may have."""

    def __init__(self, *, waiting: int, limit: int) -> None:
        super().__init__(
            _(
                "You already have {waiting} requests waiting, and {limit} is the most. "
                "Ask again when one of them is done."
            ).format(waiting=number(waiting), limit=number(limit))
        )
        self.waiting = waiting
        self.limit = limit


class ServerQueueFull(UserError):
    """The members of a server together have as many generations waiting as they may have."""

    def __init__(self, *, waiting: int, limit: int) -> None:
        super().__init__(
            _(
                "{waiting} requests are already waiting here, and {limit} is the most. "
                "Please ask again in a few minutes."
            ).format(waiting=number(waiting), limit=number(limit))
        )
        self.waiting = waiting
        self.limit = limit


class StyleError(UserError):
    """A saved style is unknown, or cannot be saved under that name."""


class NotAllowed(UserError):
    """The member may not do that, or not here."""


class DiskFull(UserError):
    """What the images may take on the disk is reached; what was admitted still finishes."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "There is no room for new images right now, so nothing was begun or charged. "
                "Please try again later; the owner of this bot can make room."
            )
        )


class NotKept(UserError):
    """What a request is made from was removed by its age, so it cannot be made again."""


class StorageUnavailable(UserError):
    """Disk or database cannot be read, or do not take what must be kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "I cannot reach my storage right now, so that did not work. Please try again "
                "later; the owner of this bot finds the cause in the log."
            )
        )


class ProviderError(UserError):
    """The image service failed.

    Attributes:
        surely_not_taken: True if the service certainly has no task of ours, so that submitting
            again cannot pay twice.
        retry_after_s: How long the service asks us to stay away, or None.
        detail: For the log and the operator, never for a member; holds no secret.
    """

    surely_not_taken = False

    def __init__(self, text: str, *, detail: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(text)
        self.detail = detail
        self.retry_after_s = retry_after_s


class ProviderUnavailable(ProviderError):
    """Down, too slow, or answering what nobody can read."""

    def __init__(
        self,
        *,
        detail: str = "",
        surely_not_taken: bool = False,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(
            _("The image service does not answer properly right now. Please try again later."),
            detail=detail,
            retry_after_s=retry_after_s,
        )
        self.surely_not_taken = surely_not_taken


class ProviderBusy(ProviderError):
    """An explicit 429 or 503: surely not taken."""

    surely_not_taken = True

    def __init__(self, *, detail: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(
            _("The image service is too busy right now. Please try again in a minute."),
            detail=detail,
            retry_after_s=retry_after_s,
        )


class ProviderAccount(ProviderError):
    """Key, balance or permission: only the owner of the bot can mend it."""

    surely_not_taken = True

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _(
                "The image service does not accept this bot's account right now. "
                "The owner of this bot has to look at it."
            ),
            detail=detail,
        )


class PromptRefused(ProviderError):
    """The service's own policy refused the prompt or the input image."""

    surely_not_taken = True

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _("The image service refused this prompt under its own content rules."), detail=detail
        )


class RequestRefused(ProviderError):
    """The service calls a parameter wrong; *reason* is its own sentence, already shortened."""

    surely_not_taken = True

    def __init__(self, reason: str, *, detail: str = "") -> None:
        super().__init__(
            _("The image service refused the request: {reason}").format(reason=reason),
            detail=detail,
        )


class EndpointGone(ProviderError):
    """404: the endpoint or the model is not offered any more."""

    surely_not_taken = True

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _("The image service does not offer this model or this function any more."),
            detail=detail,
        )


class TaskLost(ProviderError):
    """The service does not know the task, or does not know it any more."""

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _("The image service has lost this request. Please ask again."), detail=detail
        )


class TaskFailed(ProviderError):
    """The task ended without images; *reason* is the service's own sentence, or empty."""

    def __init__(self, reason: str = "", *, detail: str = "") -> None:
        text = (
            _("The image service could not make this: {reason}").format(reason=reason)
            if reason
            else _("The image service could not make this.")
        )
        super().__init__(text, detail=detail)


class BadImage(ProviderError):
    """What was downloaded is no image that we accept."""

    def __init__(self, text: str = "", *, detail: str = "") -> None:
        super().__init__(
            text or _("The image service sent something that is no image. Please try again."),
            detail=detail,
        )
