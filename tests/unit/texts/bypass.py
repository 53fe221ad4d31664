"""Finds words in the code that a person would read and that did not come from the catalogue."""

import ast
import re
from collections.abc import Iterator

from bot.errors import UserError
from tests.catalogues.source import CATALOGUE, Source, called, is_message

# What is given to these is shown.
_SHOWN = frozenset(
    {
        *("TextDisplay", "Section", "Label", "TextInput", "Panel", "Button", "PlainButton"),
        *("SelectOption", "Select", "Modal", "Choice", "send", "send_message", "edit_message"),
        *("add_item", "edit_original_response", "answer_privately", "text_row"),
    }
)
_KEYWORDS_SHOWN = frozenset({"label", "placeholder", "title", "description", "content"})
# What is given to these is not read by a member: the log, the operator, a bug.
_UNSEEN = frozenset(
    {
        *("debug", "info", "warning", "error", "exception", "critical", "log"),
        *("SettingsError", "ValueError", "TypeError", "RuntimeError", "LookupError", "KeyError"),
        *("DiscordUnreachable", "compile", "get_logger", "strftime"),
        *("describe", "command", "rename", "context_menu", "Group"),  # read from the command tree
    }
)
_UNSEEN_KEYWORDS = frozenset({"detail", "custom_id", "media", "filename", "group_description"})
_ALLOWED = frozenset({"too large", "@original"})  # a cause for the log, and Discord's own word
_NO_WORDS = re.compile(  # Discord's own signs, which look the same in every language
    r"</?[a-zA-Z@#&!:]*|:[tTdDfFR]>|attachment://\S*|https?://\S*|easel:\S*|`[^`]*`|\{[^}]*\}"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_PROSE = re.compile(r"[^\W\d_]{2,}[,:;]? +[^\W\d_]{2,}")


def _names_below(kind: type[Exception]) -> Iterator[str]:
    yield kind.__name__
    for each in kind.__subclasses__():
        yield from _names_below(each)


Found = tuple[str, int, str]
ERRORS = frozenset(_names_below(UserError))


def bypassing(source: Source) -> Iterator[Found]:
    """Yield file, line and words that are shown without the catalogue."""
    hidden = _docstrings(source.tree)
    for node, is_shown in _literals(source.tree, is_shown=False):
        if node not in hidden and _says_something(node, is_shown=is_shown):
            yield source.name, node.lineno, str(node.value)


def errors_bypassing(source: Source) -> Iterator[Found]:
    """Yield the same of errors alone: of the layers that show nothing else."""
    for call in ast.walk(source.tree):
        if called(call) in ERRORS:
            for node, _is_shown in _literals(call, is_shown=True):
                if _says_something(node, is_shown=False):
                    yield source.name, node.lineno, str(node.value)


def _says_something(node: ast.Constant, *, is_shown: bool) -> bool:
    if not isinstance(node.value, str) or node.value in _ALLOWED:
        return False
    return bool((_WORD if is_shown else _PROSE).search(_NO_WORDS.sub(" ", node.value)))


def misused(source: Source) -> Iterator[Found]:
    """Yield calls of the catalogue that cannot work: not literal, or before a reader is known."""
    late = {
        id(each)
        for function in ast.walk(source.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for body in _body(function)
        for each in ast.walk(body)
    }
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.Call) or not is_message(node):
            continue
        if id(node) not in late:
            yield source.name, node.lineno, "looked up before anybody reads"
        count = 2 if called(node) == "ngettext" else 1
        if called(node) != "pgettext" and not all(map(_is_literal, node.args[:count])):
            yield source.name, node.lineno, "not a literal, so nobody can translate it"


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.AST]:
    return [function.body] if isinstance(function, ast.Lambda) else list(function.body)


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    return {each.value for each in ast.walk(tree) if isinstance(each, ast.Expr)}


def _literals(node: ast.AST, *, is_shown: bool) -> Iterator[tuple[ast.Constant, bool]]:
    if isinstance(node, ast.Constant):
        yield node, is_shown
        return
    if isinstance(node, ast.Call):
        yield from _of_call(node, is_shown=is_shown)
        return
    if isinstance(node, ast.Compare | ast.Subscript | ast.FormattedValue | ast.Dict):
        is_shown = False  # of a part of a text only what is written out is a word of it
    # A group's description stands in the keywords of its class, and is read from the commands.
    children = node.body if isinstance(node, ast.ClassDef) else ast.iter_child_nodes(node)
    for child in children:
        yield from _literals(child, is_shown=is_shown)


def _of_call(call: ast.Call, *, is_shown: bool) -> Iterator[tuple[ast.Constant, bool]]:
    name = called(call)
    if name in CATALOGUE or name in _UNSEEN:
        return
    shows = name in _SHOWN
    yield from _literals(call.func, is_shown=False)
    for argument in call.args:
        yield from _literals(argument, is_shown=shows)
    for keyword in call.keywords:
        if keyword.arg not in _UNSEEN_KEYWORDS:
            is_word = keyword.arg in _KEYWORDS_SHOWN
            yield from _literals(keyword.value, is_shown=is_word)
