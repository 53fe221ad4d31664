"""The door for new work: open while the bot runs, shut once it is stopping."""

from bot.domain.generation import NewGeneration
from bot.errors import UserError
from bot.texts import gettext as _


class Door:
    """Shut, it lets no request in, and nothing that waits has its turn; it never opens again."""

    def __init__(self) -> None:
        self._is_open = True

    @property
    def is_open(self) -> bool:
        """Whether new work may begin."""
        return self._is_open

    def shut(self) -> None:
        """Let nothing in any more."""
        self._is_open = False

    async def check(self, new: NewGeneration) -> NewGeneration:
        """Let *new* pass, as a check of the admission.

        Raises:
            UserError: The bot is stopping.
        """
        if not self._is_open:
            raise UserError(_("I am restarting; please ask again in a minute."))
        return new
