"""A loopback Discord for the demo and the wire tests."""

from bot.sandbox.cdn import Upload
from bot.sandbox.invocation import Invocation, NotAnswered
from bot.sandbox.members import Member
from bot.sandbox.refusals import ClientRefusal
from bot.sandbox.sandbox import Sandbox
from bot.sandbox.settings import SandboxSettings

__all__ = [
    "ClientRefusal",
    "Invocation",
    "Member",
    "NotAnswered",
    "Sandbox",
    "SandboxSettings",
    "Upload",
]
