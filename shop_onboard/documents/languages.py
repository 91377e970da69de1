"""The catalogues that documents are rendered with, and which language one is in."""

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations

_CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


@lru_cache(maxsize=4)
def translations_of(lang: str) -> NullTranslations:
    """The catalogue of "vi" or "en"; Vietnamese is the source itself."""
    if lang == "vi":
        return NullTranslations()
    return Translations.load(_CATALOGUES, [lang])


def language_of(translations: NullTranslations) -> str:
    """ "en" for the English catalogue, "vi" for the source sentences themselves."""
    return translations.info().get("language", "vi")
