"""The prompt policy for styles: what members save and share is read by others."""

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.verdicts import Verdict
from bot.domain.moderation.words.request_texts import style_texts
from bot.domain.styles import Style
from bot.generation.moderation.policies import Policies
from bot.generation.moderation.refused import Refused
from bot.store.moderation_log import ModerationLog
from bot.timing import Time


class StyleRules:
    """Looks through a style before it is kept or shared.

    What waits for a moderator in a request is let in here: a request with it waits all the same.
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
        book = await self._policies.of(server_id)
        decision = book.words.decide(style_texts(style))
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
