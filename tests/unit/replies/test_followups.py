"""Follow-ups: where the bot is no member an interaction has five, so their senders are known."""

from pathlib import Path

from bot.replies.export_sending import MOST_MESSAGES

ROOT = Path(__file__).resolve().parents[3]
# One note after a card, one refusal, and the messages of an export: never together on one.
SENDERS = {"bot/replies/asking.py": 1, "bot/replies/export_sending.py": 1, "bot/tree.py": 1}
DISCORDS_MOST = 5


def test_only_these_send_follow_ups_and_only_an_export_sends_several() -> None:
    found = {
        str(path.relative_to(ROOT)): count
        for folder in ("bot/replies", "bot", "cogs")
        for path in (ROOT / folder).glob("*.py")
        if (count := path.read_text("utf-8").count("followup.send("))
    }
    assert found == SENDERS
    assert MOST_MESSAGES <= DISCORDS_MOST
