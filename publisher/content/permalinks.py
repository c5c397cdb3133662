"""Addresses of posts as the site generators make them from a pattern."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from urllib.parse import quote

_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_JEKYLL_NAME = re.compile(
    r":(short_year|year|i_month|short_month|long_month|month|i_day|y_day|short_day|long_day|day|week|w_day|w_year"
    r"|hour|minute|second|title|slugified_categories|slug|categories|output_ext)"
)
_HUGO_NAME = re.compile(
    r":(yearday|year|monthname|month|weekdayname|weekday|day|slugorfilename|slugorcontentbasename|slug|filename"
    r"|contentbasename|title|sections|section)(?:\[[\w:]*\])?"
)
_HEXO_NAME = re.compile(r":(\w+)")
_HEXO_GAP = re.compile(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'<>,.?/]+")
_PELICAN_NAME = re.compile(r"\{(slug|lang|category|author|date)(?::([^{}]*))?\}")
_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905
_SAFE = "/:@!$&'()*+,;=-._~%"


def jekyll_path(pattern: str, *, day: date | datetime, name: str, slug: str, categories: Sequence[str]) -> str:
    """Return the path of a Jekyll post below the site's base, with a slash before it.

    Args:
        pattern: A style such as ``pretty``, or a pattern with placeholders such as ``:year``.
        day: In the site's time zone.
        name: The post's name as its file spells it; `slug` where the fields give one.
        slug: The same in lower case and hyphens.
        categories: As the post names them.

    >>> jekyll_path("pretty", day=date(2018, 2, 9), name="Rain", slug="rain", categories=["The Sky"])
    '/the%20sky/2018/02/09/Rain/'
    """
    iso = day.isocalendar()
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    values = {
        "year": f"{day.year:04}", "short_year": f"{day.year % 100:02}", "month": f"{day.month:02}",
        "i_month": f"{day.month}", "short_month": _MONTHS[day.month - 1][:3], "long_month": _MONTHS[day.month - 1],
        "day": f"{day.day:02}", "i_day": f"{day.day}", "y_day": f"{day.timetuple().tm_yday:03}",
        "short_day": _DAYS[day.weekday()][:3], "long_day": _DAYS[day.weekday()], "week": f"{iso.week:02}",
        "w_day": f"{iso.weekday}", "w_year": f"{iso.year}", "hour": f"{clock.hour:02}",
        "minute": f"{clock.minute:02}", "second": f"{clock.second:02}", "title": name, "slug": slug,
        "categories": "/".join(category.lower() for category in categories),
        "slugified_categories": "/".join(map(hyphened, categories)), "output_ext": ".html",
    }  # fmt: skip
    filled = _JEKYLL_NAME.sub(lambda match: values[match[1]], _JEKYLL_STYLES.get(pattern, pattern))
    return quote("/" + re.sub(r"/{2,}", "/", filled).lstrip("/"), safe=_SAFE)


def hexo_path(
    pattern: str, *, day: date | datetime, name: str, title: str, categories: Sequence[str], fields: Mapping[str, str]
) -> str | None:
    """Return the path of a Hexo post below the site's address, with a slash before it.

    None where the pattern asks for what Hexo made up and did not write down, such as ``:id``.

    Args:
        pattern: Such as ``:year/:month/:day/:title/``.
        day: In the site's time zone.
        name: Path of the file below ``_posts``, without its ending.
        title: As the post has it.
        categories: As the post names them, or the site's own for posts without.
        fields: Further placeholders, by their names.

    >>> hexo_path(":year/:title/", day=date(2018, 2, 9), name="a/rain", title="", categories=[], fields={})
    '/2018/a/rain/'
    """
    clock = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    values = {
        **fields,
        "year": f"{day.year:04}", "month": f"{day.month:02}", "i_month": f"{day.month}", "day": f"{day.day:02}",
        "i_day": f"{day.day}", "hour": f"{clock.hour:02}", "minute": f"{clock.minute:02}",
        "second": f"{clock.second:02}", "title": name, "name": name.rpartition("/")[2], "post_title": _hexo_slug(title),
        "category": "/".join(map(_hexo_slug, categories)), "lang": fields.get("lang", ""),
    }  # fmt: skip
    names = _HEXO_NAME.findall(pattern)
    if any(name not in values for name in names):
        return None
    filled = _HEXO_NAME.sub(lambda match: values[match[1]], pattern)
    return quote("/" + re.sub(r"/{2,}", "/", filled).lstrip("/"), safe=_SAFE)


def _hexo_slug(words: str) -> str:
    """Return words as Hexo puts them into addresses: letters of any alphabet kept, case as well."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))
    return re.sub(r"-{2,}", "-", _HEXO_GAP.sub("-", plain)).strip("-")


def hugo_path(
    pattern: str | None,
    *,
    day: date | datetime | None,
    folders: Sequence[str],
    name: str,
    slug: str | None,
    title: str,
    ugly: bool = False,
) -> str:
    """Return the path of a Hugo page below the base address, with slashes around it.

    Args:
        pattern: Of ``[permalinks]`` for its section, if there is one.
        day: Its date, for the pattern.
        folders: Folders below ``content`` (and the language's).
        name: File name without endings; of a bundle, its folder's name.
        slug: From the fields.
        title: For patterns that use it.
        ugly: The site has files instead of folders.

    >>> hugo_path(None, day=None, folders=["Post"], name="Big Rain", slug=None, title="")
    '/post/big-rain/'
    """
    own = slug or name
    if pattern is None or day is None:
        filled = "/".join((*folders, own))
    else:
        values = {
            "year": f"{day.year:04}", "month": f"{day.month:02}", "monthname": _MONTHS[day.month - 1].lower(),
            "day": f"{day.day:02}", "weekday": f"{day.isoweekday() % 7}", "weekdayname": _DAYS[day.weekday()].lower(),
            "yearday": f"{day.timetuple().tm_yday}", "section": folders[0] if folders else "",
            "sections": "/".join(folders), "title": title, "slug": slug or title, "filename": name,
            "contentbasename": name, "slugorfilename": own, "slugorcontentbasename": own,
        }  # fmt: skip
        filled = _HUGO_NAME.sub(lambda match: values[match[1]], pattern)
    parts = [_hugo_part(part) for part in filled.split("/")]
    path = "/".join(part for part in parts if part)
    if path and not path.endswith((".html", ".htm")):
        path = f"{path}.html" if ugly else f"{path}/"
    return quote(f"/{path}", safe=_SAFE)


def pelican_path(pattern: str, *, day: date | datetime, slug: str, language: str, category: str, author: str) -> str:
    """Return the path of a Pelican article below the site's address, with a slash before it.

    >>> pelican_path("{date:%Y}/{slug}.html", day=date(2018, 2, 9), slug="rain", language="en", category="", author="")
    '/2018/rain.html'
    """
    values = {"slug": slug, "lang": language, "category": hyphened(category), "author": hyphened(author)}

    def fill(match: re.Match[str]) -> str:
        if match[1] == "date":
            return day.strftime(match[2] or "%Y-%m-%d")
        return values[match[1]]

    return quote("/" + _PELICAN_NAME.sub(fill, pattern).lstrip("/"), safe=_SAFE)


def hyphened(words: str) -> str:
    """Return *words* in lower case, letters of any alphabet kept, everything between them a hyphen.

    >>> hyphened("C'est l'été, à 7 h.")
    'c-est-l-été-à-7-h'
    """
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", words).lower()).strip("-")


def ascii_slug(words: str) -> str:
    """Return *words* as ASCII letters and digits with hyphens between, as Zola does; nothing where some have none.

    >>> ascii_slug("Été, à 7 h."), ascii_slug("雨")
    ('ete-a-7-h', '')
    """
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    if sum(map(str.isalnum, plain)) < sum(map(str.isalnum, unicodedata.normalize("NFC", words))):
        return ""
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def pelican_slug(title: str) -> str:
    """Return the slug that Pelican makes of a title: ASCII letters where it can, marks gone.

    >>> pelican_slug("I'm 7 (or so) & Fine")
    'im-7-or-so-fine'
    """
    ascii_only = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    words = ascii_only if ascii_only.strip() else title
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", words).strip().lower()).strip("-")


def _hugo_part(part: str) -> str:
    kept = "".join(
        letter
        for letter in unicodedata.normalize("NFC", part.strip())
        if letter.isalnum() or letter in " .-_~%+#@" or unicodedata.category(letter).startswith("M")
    )
    return re.sub(r"-{2,}", "-", kept.replace(" ", "-")).lower().strip("-") if " " in part else kept.lower()
