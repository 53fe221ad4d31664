"""What a command or an option is called where the reader's Discord shows it."""

from bot.texts.reader import pgettext


def command_name(path: str) -> str:
    """Return a command as it is typed: "/imagine", "/style save"."""
    return "/" + " ".join(pgettext("command", word) for word in path.removeprefix("/").split())


def option_name(name: str) -> str:
    """Return what an option is called."""
    return pgettext("option", name)


def menu_name(name: str) -> str:
    """Return what an entry in the menu of messages is called."""
    return pgettext("menu", name)
