"""The prompt policy for styles: what members save and share is read by others."""

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Decision, Verdict
from bot.domain.moderation.words.request_texts import style_texts
from bot.domain.styles import Style
from bot.errors import UserError
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.refused import Refused, found_words
from bot.store.moderation_log import ModerationLog
from bot.texts import gettext as _
from bot.timing import Time


class StyleRules:
    """Looks through a style before it is kept or shared.

    What waits for a moderator in a request may be saved: a request with it waits all the same. To
    be shown to others as a shared style, it waits for one as well.
    """

    def __init__(self, policies: Policies, log: ModerationLog, time: Time) -> None:
        self._policies = policies
        self._log = log
        self._time = time

    async def check(self, style: Style, *, member_id: int, server_id: int) -> None:
        """Let *style* pass, if the words of the server allow it.

        Raises:
            Refused: They do not; that is logged.
            StorageUnavailable: The rules cannot be read, or the refusal not logged.
        """
        decision = await self._judged(style, server_id)
        if decision.verdict is not Verdict.REFUSE:
            return
        entry = LogEntry(
            server_id=server_id,
            at=self._time.now(),
            action=Action.REFUSED,
            member_id=member_id,
            rule=decision.rule,
            where=decision.where,
            values={**decision.values, "style": style.name},
            text=style.prompt,
        )
        await self._log.add([entry])
        raise Refused(decision)

    async def waits(self, style: Style, server_id: int) -> bool:
        """Tell whether a moderator is to look before others may see it.

        Raises:
            StorageUnavailable: The rules cannot be read.
        """
        return (await self._judged(style, server_id)).verdict is Verdict.REVIEW

    async def check_by_now(self, style: Style, server_id: int) -> None:
        """Let pass what a moderator lets in, unless a word was put on the list since.

        Raises:
            UserError: One was; it says which, for it is the moderators' own list.
            StorageUnavailable: The rules cannot be read.
        """
        decision = await self._judged(style, server_id)
        if decision.verdict is Verdict.REFUSE:
            raise UserError(
                _(
                    "The rules of this server refuse the words of this style by now: {found}. It "
                    "goes on waiting: refuse it, or change the rules first."
                ).format(found=found_words(decision))
            )

    async def _judged(self, style: Style, server_id: int) -> Decision:
        book = await self._policies.of(server_id)
        return book.words.decide(style_texts(style))
