"""The languages that Discord's clients speak, as its document lists them."""

from bot.sandbox.refusals import ClientRefusal

LOCALES = frozenset(
    {
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en-GB",
        "en-US",
        "es-419",
        "es-ES",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sv-SE",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-CN",
        "zh-TW",
    }
)


def known_locale(locale: str) -> str:
    """Return *locale* if a client can be set to it.

    Raises:
        ClientRefusal: It is none of Discord's.
    """
    if locale not in LOCALES:
        raise ClientRefusal(f"{locale!r} is no language of Discord's.")
    return locale
