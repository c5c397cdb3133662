"""Times as feeds can say them."""

from datetime import UTC, datetime

from publisher.model.entry import Entry


def sayable(moment: datetime) -> datetime:
    """Return the same second with an offset of whole minutes.

    RFC 3339 and RFC 822 know no offset with seconds, but zones had them
    before clocks were agreed upon: such a time is said in UTC.

    >>> from zoneinfo import ZoneInfo
    >>> sayable(datetime(1900, 1, 1, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))).isoformat()
    '1900-01-01T11:40:28+00:00'
    """
    offset = moment.utcoffset()
    moment = moment.replace(microsecond=0)
    return moment.astimezone(UTC) if offset is not None and offset.seconds % 60 else moment


def rfc822(moment: datetime) -> str:
    """Return a time as RSS writes it; in UTC where the offset is no whole nor half hour, which some readers refuse.

    >>> from zoneinfo import ZoneInfo
    >>> rfc822(datetime(2026, 3, 31, 12, tzinfo=ZoneInfo("Asia/Kathmandu")))
    'Tue, 31 Mar 2026 06:15:00 +0000'
    """
    from email.utils import format_datetime  # RSS alone needs it, and it brings much along

    offset = moment.utcoffset()
    return format_datetime(moment.astimezone(UTC) if offset is not None and offset.seconds % 1800 else moment)


def changed(entry: Entry) -> datetime:
    """Return when *entry* last changed for its readers: RFC 4287, section 4.2.15."""
    return sayable(entry.updated or entry.published)
