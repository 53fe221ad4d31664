"""One of each thing that is seen of cases, strikes and appeals, built in the moment's language."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import discord

from bot.domain.generation import Generation, Origin
from bot.domain.moderation.cases import (
    COUNTED,
    AuthorHistory,
    Case,
    CaseReport,
    CaseStatus,
    CaseView,
    Measure,
    MeasureTaken,
)
from bot.domain.moderation.strikes import AppealStatus, Strike, StrikeKind
from bot.domain.report import MAX_REASON_LENGTH, ReportKind
from bot.replies.reports.case_card import case_card
from bot.replies.reports.measure_form import measure_modal
from bot.replies.reports.removal_panels import remove_question, removed_panel
from bot.replies.reports.strike_panel import appeal_card, appeal_modal, deny_modal, strikes_panel
from bot.replies.reports.strike_words import notice_panel
from tests.unit.replies.samples import NOW

_ID = 10**19
View = discord.ui.LayoutView | discord.ui.Modal


def case_views(one: Generation, data: str, words: str) -> Iterator[tuple[str, View]]:
    """Yield them with their names; *data* and *words* are what members and moderators wrote."""
    yield from _cases(one, data, words)
    yield from _strikes(data, words[:500])


def _cases(one: Generation, data: str, words: str) -> Iterator[tuple[str, View]]:
    url = f"https://{data}/{_ID}/{_ID}/{_ID}"
    taken = _measures(words[:500])
    for view, shown, link, names in (
        (_case(CaseStatus.OPEN, words), replace(one, origin=Origin.VARY), url, [data]),
        (_case(CaseStatus.ACTED, words, taken), one, None, [data]),
        (_case(CaseStatus.ACTED, words, taken), replace(one, deleted_at=NOW), url, []),
        (_case(CaseStatus.KEPT, words, taken[:1]), None, url, []),
        (replace(_case(CaseStatus.OPEN, words), is_illegal=True), None, url, []),
    ):
        yield f"case {view.case.status}", case_card(view, shown, link, names)
    for measure in (Measure.WARN, Measure.STRIKE, Measure.BLOCK):
        yield f"measure {measure}", measure_modal(measure, _ID, can_remove=True)
    for flag in (True, False):
        yield "remove?", remove_question(_ID, is_ours=flag)
        yield "removed", removed_panel(is_gone=flag)


def _strikes(data: str, words: str) -> Iterator[tuple[str, View]]:
    every = [_strike(kind, words) for kind in StrikeKind]
    yield "appeal", appeal_modal(every[1])
    yield "deny", deny_modal(every[1])
    lifted = replace(every[0], lifted_at=NOW)
    granted = replace(lifted, appeal_status=AppealStatus.GRANTED)
    for moderates in (True, False):
        shown = [*every, lifted, granted, *every]
        yield "strikes", strikes_panel(_ID, shown, 10, NOW, moderates=moderates)
    yield "no strikes", strikes_panel(_ID, [], 0, NOW, moderates=False)
    by_rule = replace(every[2], moderator_id=None, expires_at=None)
    for strike in (*every, by_rule, lifted, granted):
        yield f"notice of a {strike.kind}", notice_panel(strike, data)
    for status in AppealStatus:
        decided = replace(every[1], appeal_status=status, answer=words, decided_by=_ID)
        yield f"appeal {status}", appeal_card(decided)
        yield f"notice {status}", notice_panel(decided, data)


def _case(status: CaseStatus, words: str, measures: Sequence[MeasureTaken] = ()) -> CaseView:
    report = CaseReport(reporter_id=_ID, kind=ReportKind.CONSENT, reason=words[:MAX_REASON_LENGTH])
    return CaseView(
        case=Case(
            id=_ID,
            server_id=_ID,
            generation_id=None if status is CaseStatus.KEPT else 1,
            source_channel_id=_ID,
            source_message_id=_ID,
            author_id=_ID,
            status=status,
            locale="en-US",
            channel_id=None,
            message_id=None,
            created_at=NOW,
        ),
        reports=[report] * 5,
        report_count=7,
        measures=measures,
        history=AuthorHistory(
            images=2,
            refused=COUNTED,
            cases=3,
            strikes=[_strike(StrikeKind.WARNING, words), _strike(StrikeKind.STRIKE, words)],
            is_blocked=True,
            blocked_until=NOW if status is CaseStatus.OPEN else None,
            since=NOW,
        ),
    )


def _measures(words: str) -> list[MeasureTaken]:
    until = NOW + timedelta(days=1)
    every = [
        MeasureTaken(kind=kind, moderator_id=_ID, at=NOW, reason=words, until=until)
        for kind in Measure
    ]
    return [*every[:-1], replace(every[-1], until=None)] if len(words) < _SHORT else every


_SHORT = 50


def _strike(kind: StrikeKind, words: str) -> Strike:
    return Strike(
        id=_ID,
        server_id=_ID,
        member_id=_ID,
        kind=kind,
        case_id=_ID,
        moderator_id=_ID,
        reason=words[:500],
        locale="en-US",
        created_at=NOW,
        expires_at=NOW + timedelta(days=1),
        appeal=words[:1_000],
    )
