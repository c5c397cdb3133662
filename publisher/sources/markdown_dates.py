"""When a Markdown post was published and changed, and when it expires: by its fields, its path or its file."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from publisher.content.front_matter_fields import PUBLISHED, UPDATED, FieldError, moment_of, text_of
from publisher.sources.markdown_addresses import Location

if TYPE_CHECKING:
    from publisher.sources import Place
    from publisher.sources.markdown_site import Site

_EXPIRES = ("expirydate", "unpublishdate")
_DATE_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})(?:[/-]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Dates of the posts of one site, in its zone where they name none."""

    place: Place
    site: Site
    #: Of the source.
    folder: str

    def published(self, relative: str, location: Location, fields: Mapping[str, object]) -> date | datetime | None:
        """Return when a post was published; None where neither its fields nor its path says it, nor may its file.

        Raises:
            FieldError: A field holds what is no date.
        """
        try:
            found = moment_of(fields, PUBLISHED)
        except FieldError as error:
            # The order of day and month is the writer's secret, but the name of the file tells it.
            if location.day is None or not _has_numbers_of(location.day, text_of(fields.get(error.key))):
                raise
            found = location.day
        if found is None:
            found = location.day or _day_in_path(fields)
        if found is None and self.place.undated == "file time":
            seconds = os.stat(f"{self.folder}/{relative}").st_mtime  # noqa: PTH116  # paths here are texts
            found = datetime.fromtimestamp(int(seconds), UTC)
        return self._zoned(found) if isinstance(found, datetime) else found

    def expires(self, fields: Mapping[str, object]) -> datetime | None:
        """Return when a post expires, as Hugo has it; a day without a time is over when it begins."""
        if self.place.now is None or not fields.keys() & _EXPIRES:
            return None
        found = moment_of(fields, _EXPIRES)
        if found is None:
            return None
        moment = self._zoned(found if isinstance(found, datetime) else datetime.combine(found, time()))
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self.place.now.tzinfo)

    def updated(self, fields: Mapping[str, object], published: date | datetime) -> datetime | None:
        """Return when a post has changed; a day says so only where it is a later one."""
        found = moment_of(fields, UPDATED)
        if found is None:
            return None
        if not isinstance(found, datetime):
            if found <= (published.date() if isinstance(published, datetime) else published):
                return None
            found = datetime.combine(found, time())
        return self._zoned(found)

    def _zoned(self, moment: datetime) -> datetime:
        zone = self.site.zone
        return moment if moment.tzinfo is not None or zone is None else moment.replace(tzinfo=zone)


def _has_numbers_of(day: date, written: str) -> bool:
    return sorted(map(int, re.findall(r"\d{1,4}", written)[:3])) == sorted((day.year, day.month, day.day))


def _day_in_path(fields: Mapping[str, object]) -> date | None:
    """Return the day that an address of the post's own begins or ends with."""
    for key in ("path", "url", "permalink", "slug"):
        match = _DATE_IN_PATH.search(text_of(fields.get(key)))
        if match is not None:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                continue
    return None
