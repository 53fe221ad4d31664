"""The custom_ids of group sessions; each names the session, which is looked up at every press."""

from enum import StrEnum

_ID = r"(?P<id>\d{1,20})"
_PAGE = r"(?P<page>\d{1,4})"
ENTER = rf"easel:session:enter:{_ID}"
ENTERED = rf"easel:session:entered:{_ID}:(?P<round>\d{{1,3}})"  # its modal
MINE = rf"easel:session:mine:{_ID}"
WITHDRAW = rf"easel:session:withdraw:{_ID}"
RULES = rf"easel:session:rules:{_ID}"
BALLOT = rf"easel:session:ballot:{_ID}:{_PAGE}"
VOTE = rf"easel:session:vote:{_ID}:{_PAGE}"
CALLED_VOTE = rf"easel:session:vote:{_ID}"  # in the thread, for all to use
HOST = rf"easel:session:host:{_ID}"
LEAD = rf"easel:session:(?P<act>pause|resume|cancel|cancel-surely):{_ID}"
END = rf"easel:session:end:{_ID}:(?P<part>entries|wait|vote):(?P<round>\d{{1,3}})"
KICK = rf"easel:session:kick:{_ID}"


class Act(StrEnum):
    """What whoever leads a session can do to it."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    CANCEL_SURELY = "cancel-surely"


def session_id(word: str, key: int, *more: object) -> str:
    """Return the custom_id of what *word* names, of the session *key*."""
    return ":".join(["easel:session", word, str(key), *map(str, more)])
