"""What the log is told of a fault: the service's words, unless they repeat the prompt."""

from bot.domain.request import ImageRequest
from bot.errors import ProviderError, UserError
from bot.texts import in_english

_WINDOW = 12  # so many letters in a row are a quotation, even of a prompt that was cut


def fault_words(error: UserError, request: ImageRequest) -> str:
    """Return the name of *error* and its details; the name alone if they quote the prompt."""
    name = type(error).__name__
    said = (error.detail if isinstance(error, ProviderError) else "") or in_english(error)
    if any(_quotes(said, prompt) for prompt in (request.prompt, request.negative_prompt)):
        return name
    return f"{name}: {said}"


def _quotes(said: str, prompt: str) -> bool:
    text, words = (" ".join(each.casefold().split()) for each in (said, prompt))
    length = min(_WINDOW, len(words))
    if not length:
        return False
    return any(words[at : at + length] in text for at in range(len(words) - length + 1))
