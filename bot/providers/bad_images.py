"""Images that are refused for what they are, so that fetching them again is of no use."""

from bot.errors import BadImage
from bot.texts import gettext as _


class ImageTooLarge(BadImage):
    """It is larger than we take, and will be the next time."""

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _("The image service sent an image that is too large for me."), detail=detail
        )


class LinkRefused(BadImage):
    """The link to it leads where none may be followed."""

    def __init__(self, *, detail: str = "") -> None:
        super().__init__(
            _("The image service named an address for the image that I may not fetch from."),
            detail=detail,
        )
