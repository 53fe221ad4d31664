"""What the database's own errors mean: for a member at run time, for the operator at the start."""

import sqlite3

from sqlalchemy.exc import DatabaseError, OperationalError

from bot.errors import SettingsError, StorageUnavailable

_OF_THE_FILE = (OperationalError, sqlite3.OperationalError)
_PRIMARY_CODE = 0xFF  # the rest of an error code tells more about the same
_UNKNOWN = {DatabaseError, sqlite3.DatabaseError}  # a damaged file; their children are bugs


def storage_error(error: Exception) -> Exception:
    """Return ``StorageUnavailable`` if disk or lock are at fault, else *error* itself."""
    if isinstance(error, _OF_THE_FILE) or type(error) in _UNKNOWN:
        fault = StorageUnavailable()
        fault.__cause__ = error
        return fault
    return error


def is_locked(error: Exception) -> bool:
    """Tell whether another process holds the lock, so that waiting helps."""
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorcode", None)
    return code is not None and code & _PRIMARY_CODE == sqlite3.SQLITE_BUSY


def start_error(error: Exception, path: object) -> SettingsError:
    """Translate what went wrong with the file at *path* before it was in use."""
    reason = str(getattr(error, "orig", error)).lower()
    unopened = "The database {path} cannot be opened: check path and permissions."
    sentences = {
        "readonly": "The database {path} cannot be written: make it and its folder writable.",
        "unable to open": unopened,
        "permission denied": unopened,
        "locked": "The database {path} is locked by another program: stop that one first.",
        "full": "There is no space left on the disk of the database {path}.",
    }
    damaged = "The database {path} is damaged or no database; it was left as it is: {reason}."
    sentence = next((text for key, text in sentences.items() if key in reason), damaged)
    return SettingsError(sentence.format(path=path, reason=reason))
