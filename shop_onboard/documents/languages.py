"""The catalogues that documents are rendered with."""

from pathlib import Path

from babel.support import NullTranslations, Translations

_CATALOGUES = Path(__file__).resolve().parents[1] / "translations"


def translations_of(lang: str) -> NullTranslations:
    """The catalogue of "vi" or "en"; Vietnamese is the source itself."""
    if lang == "vi":
        return NullTranslations()
    return Translations.load(_CATALOGUES, [lang])
