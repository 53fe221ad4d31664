"""Choosing rules: each choice of a moderator is kept, logged, and counts from the next request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import BaseModel

from bot.domain.moderation.log import Action, LogEntry
from bot.domain.moderation.policy import (
    Access,
    ChannelRules,
    Level,
    ReviewMode,
    RoleRules,
    ServerPolicy,
    StrikeRules,
)
from bot.domain.moderation.strictness import THRESHOLDS, Strictness
from bot.domain.quotas import UNLIMITED, Allowance, Period, Scope
from bot.generation.moderation.policies import Policies
from bot.store.policies import PolicyStore
from bot.store.quotas import QuotaKey, Quotas
from bot.store.server_settings import ServerSettings, StyleSharing
from bot.timing import Time


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Who chooses, and for which server."""

    server_id: int
    moderator_id: int


class Choosing:
    """Writes the choices of moderators; a channel of 0 stands for the whole server."""

    def __init__(
        self,
        *,
        store: PolicyStore,
        settings: ServerSettings,
        quotas: Quotas,
        policies: Policies,
        time: Time,
    ) -> None:
        self._store = store
        self._quotas = quotas
        self._settings = settings
        self._policies = policies
        self._time = time

    async def level(self, by: Chooser, channel_id: int, level: Level | None) -> None:
        """Choose what images a channel is for; None: what holds in the server.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        if channel_id == 0:
            await self._change(by, level=level or Level.EVERYONE)
        else:
            await self._change_channel(by, channel_id, level=level)

    async def review(self, by: Chooser, channel_id: int, mode: ReviewMode | None) -> None:
        """Choose when a moderator looks at what is asked for there.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        if channel_id == 0:
            await self._change(by, review=mode or ReviewMode.NONE)
        else:
            await self._change_channel(by, channel_id, review=mode)

    async def moderators(self, by: Chooser, role_ids: Iterable[int]) -> None:
        """Choose which roles moderate beside those with Manage Server.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._change(by, moderator_role_ids=frozenset(role_ids))

    async def strictness(self, by: Chooser, level: Level, strictness: Strictness) -> None:
        """Choose how images are looked at where they are for everyone, or mature.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        name = "mature" if level is Level.MATURE else "everyone"
        await self._change(by, **{name: THRESHOLDS[strictness]})

    async def unchecked(self, by: Chooser, *, waits: bool) -> None:
        """Choose whether an image that nothing could look at waits for a moderator.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._change(by, needs_check=waits)

    async def review_hours(self, by: Chooser, hours: int) -> None:
        """Choose how long a review waits before it ends by itself.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._change(by, review_hours=hours)

    async def strikes(self, by: Chooser, rules: StrikeRules) -> None:
        """Choose what strikes do.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._change(by, strikes=rules)

    async def roles(self, by: Chooser, access: Access, role_ids: Iterable[int]) -> None:
        """Let exactly these roles have that *access*, the new ones first.

        So nobody is let in between whom neither the old nor the new ones are to let in.

        Raises:
            StorageUnavailable: The database does not take one of them.
        """
        wanted = frozenset(role_ids)
        book = await self._policies.of(by.server_id)
        had = {role_id for role_id, rules in book.roles.items() if rules.access is access}
        for role_id in (*sorted(wanted - had), *sorted(had - wanted)):
            new = access if role_id in wanted else Access.NEUTRAL
            await self._change_role(by, role_id, access=new)

    async def reviewed_roles(self, by: Chooser, mode: ReviewMode, role_ids: Iterable[int]) -> None:
        """Let exactly these roles have that *mode*; ``NONE`` spares them every review.

        Raises:
            StorageUnavailable: The database does not take one of them.
        """
        wanted = frozenset(role_ids)
        book = await self._policies.of(by.server_id)
        had = {id_ for id_, rules in book.roles.items() if rules.review is mode}
        for role_id in (*sorted(wanted - had), *sorted(had - wanted)):
            await self._change_role(by, role_id, review=mode if role_id in wanted else None)

    async def daily_images(self, by: Chooser, images: int | None) -> None:
        """Choose how many images a day a member may have for whom nothing else is said.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        entry = self._entry(by, {"everyone": Period.DAY, "images": images})
        await self._quotas.set(
            everyone_daily(by.server_id),
            lambda had: with_images(had, images),
            replace(entry, action=Action.QUOTA_CHANGED),
        )

    async def moderators_channel(self, by: Chooser, channel_id: int | None) -> None:
        """Choose where reviews, reports and appeals are posted.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        entry = self._entry(by, {"moderators_channel": str(channel_id or "")})
        await self._settings.report_to(by.server_id, channel_id, entry)
        self._policies.changed(by.server_id)

    async def share_styles(self, by: Chooser, sharing: StyleSharing) -> None:
        """Choose how members may share styles.

        Raises:
            StorageUnavailable: The database does not take it.
        """
        await self._settings.share_styles(
            by.server_id, sharing, self._entry(by, {"style_sharing": sharing})
        )

    async def _change(self, by: Chooser, **values: object) -> None:
        await self._store.change(
            by.server_id,
            lambda policy: ServerPolicy.model_validate({**dict(policy), **values}),
            self._entry(by, values),
        )
        self._policies.changed(by.server_id)

    async def _change_channel(self, by: Chooser, channel_id: int, **values: object) -> None:
        await self._store.change_channel(
            by.server_id,
            channel_id,
            lambda rules: ChannelRules.model_validate({**dict(rules), **values}),
            self._entry(by, {"channel": channel_id, **values}),
        )
        self._policies.changed(by.server_id)

    async def _change_role(self, by: Chooser, role_id: int, **values: object) -> None:
        await self._store.change_role(
            by.server_id,
            role_id,
            lambda rules: RoleRules.model_validate({**dict(rules), **values}),
            self._entry(by, {"role": role_id, **values}),
        )
        self._policies.changed(by.server_id)  # after each: the next may not be written

    def _entry(self, by: Chooser, values: Mapping[str, object]) -> LogEntry:
        return LogEntry(
            server_id=by.server_id,
            at=self._time.now(),
            action=Action.RULES_CHANGED,
            actor_id=by.moderator_id,
            values={name: _shown(value) for name, value in values.items()},
        )


def everyone_daily(server_id: int) -> QuotaKey:
    """Return the quota of each member for whom nothing else is said."""
    return QuotaKey(server_id=server_id, scope=Scope.EVERYONE, period=Period.DAY)


def with_images(had: Allowance | None, images: int | None) -> Allowance | None:
    """Return *had* with another number of images; its limit in money stays."""
    changed = replace(had or UNLIMITED, images=images)
    return None if changed.is_unlimited else changed


def _shown(value: object) -> str:
    """Return *value* as the log keeps it."""
    if value is None:
        return ""
    if isinstance(value, frozenset):
        return ", ".join(str(item) for item in sorted(value))
    if isinstance(value, BaseModel):
        return ", ".join(f"{name} {_shown(part)}" for name, part in value)
    return str(value)
