"""Names of languages."""


def language_name(tag: str) -> str:
    """Return the name of a language in that language; the tag itself where CLDR has none.

    >>> language_name("nl"), language_name("en-GB"), language_name("x-klingon")
    ('Nederlands', 'British English', 'x-klingon')
    """
    from babel import Locale
    from babel.core import UnknownLocaleError

    try:
        locale = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return tag
    from babel.localedata import load

    names = load(str(locale))["languages"]
    name: str = names.get(str(locale)) or locale.get_language_name() or tag
    return f"{name[:1].upper()}{name[1:]}"
