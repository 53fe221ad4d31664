"""Follow-ups: where the bot is no member an interaction has five, so their senders are known."""

from pathlib import Path

from bot.replies.members.export_sending import MOST_MESSAGES
from bot.replies.reports.strike_notices import MOST_WITH_AN_ANSWER

ROOT = Path(__file__).resolve().parents[3]
# One note after a card, one refusal, the answer to an appeal, and the messages of an export: never
# together on one.
# Strikes are told after a command alone, which has sent one at most. Moderators press only where
# the bot is a member, so that the files of a log and their two kinds of answers meet no such limit.
SENDERS = {
    "bot/replies/moderation/log_desk.py": 2,
    "bot/replies/moderation/review_desk.py": 2,
    "bot/replies/reports/strike_desk.py": 1,
    "bot/replies/reports/strike_notices.py": 1,
    "bot/replies/requesting/asking.py": 1,
    "bot/replies/members/export_sending.py": 1,
    "bot/tree.py": 1,
}
DISCORDS_MOST = 5


def test_only_these_send_follow_ups_and_only_an_export_sends_several() -> None:
    found = {
        str(path.relative_to(ROOT)): count
        for files in ("bot/replies/**/*.py", "bot/*.py", "cogs/*.py")
        for path in ROOT.glob(files)
        if (count := path.read_text("utf-8").count("followup.send("))
    }
    assert found == SENDERS
    assert MOST_MESSAGES <= DISCORDS_MOST
    assert MOST_WITH_AN_ANSWER + 1 <= DISCORDS_MOST
