"""Why the studio refuses: one list, which each wire renders in its own words."""

from enum import StrEnum


class Reason(StrEnum):
    """What is wrong, independent of V2's numbers and V3's names."""

    INTERNAL = "internal"
    BAD_BODY = "bad_body"
    OUT_OF_RANGE = "out_of_range"
    MODEL_UNKNOWN = "model_unknown"
    SAMPLER_UNKNOWN = "sampler_unknown"
    TASK_UNKNOWN = "task_unknown"
    KEY_MISSING = "key_missing"
    KEY_WRONG = "key_wrong"
    NO_BALANCE = "no_balance"
    UNAVAILABLE = "unavailable"
    TIMED_OUT = "timed_out"
    NOT_SUPPORTED = "not_supported"
    PROMPT_REFUSED = "prompt_refused"
    TOO_MANY = "too_many"
    ENDPOINT_GONE = "endpoint_gone"
    NO_IMAGE = "no_image"
    FILE_TOO_BIG = "file_too_big"
    TOO_MANY_PIXELS = "too_many_pixels"
    SIZES_DIFFER = "sizes_differ"


class Refused(Exception):
    """A request is not taken.

    Attributes:
        reason: Which kind of refusal.
        message: For the one who wrote the client; sent as it is.
    """

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
