"""The files that keep the bot running let it stop in its own time."""

import re
from configparser import ConfigParser
from pathlib import Path

from bot.settings import WorkSettings

DEPLOY = Path(__file__).resolve().parents[3] / "config" / "deploy"
GRACE_S = WorkSettings().grace_s


def test_systemd_tells_only_the_bot_to_stop_and_waits_longer_than_the_grace() -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # keys as they are
    unit.read(DEPLOY / "easel.service")
    assert unit["Service"]["KillMode"] == "mixed"
    assert int(unit["Service"]["TimeoutStopSec"]) > GRACE_S


def test_docker_waits_longer_than_the_grace() -> None:
    compose = (DEPLOY / "compose.yaml").read_text("utf-8")
    (period_s,) = re.findall(r"stop_grace_period: (\d+)s", compose)
    assert int(period_s) > GRACE_S
