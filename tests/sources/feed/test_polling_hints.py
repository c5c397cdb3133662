"""What feeds and servers say about when to ask again."""

import pytest

from publisher.fetch.http import lifetime
from publisher.sources.feed.polling_hints import rhythm


@pytest.mark.parametrize(
    ("document", "seconds"),
    [
        (b"", 0),
        (b"<rss><channel><ttl> 30 </ttl><item/></channel></rss>", 1800),
        (b"<rss><channel><item><ttl>30</ttl></item></channel></rss>", 0),
        (b"<rss><channel><!-- <ttl>30</ttl> --><item/></channel></rss>", 0),
        (b"<rss><channel><ttl>soon</ttl></channel></rss>", 0),
        (b"<feed><sy:updatePeriod>\n hourly\n</sy:updatePeriod><entry/></feed>", 3600),
        (b"<feed><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency></feed>", 86_400),
        (b"<feed><sy:updatePeriod>never</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></feed>", 0),
        (b"<feed><ttl>10</ttl><sy:updatePeriod>hourly</sy:updatePeriod></feed>", 3600),
    ],
)
def test_a_feed_says_how_often_it_changes(document, seconds):
    """What stands before the first entry counts, the longer of two."""
    assert rhythm(document) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "private, Max-Age=60"}, 60),
        ({"cache-control": 'max-age="60"', "age": "90"}, 0),
        ({"cache-control": "max-age=-5"}, 0),
        ({"cache-control": "max-age=99999999999999999999"}, 2**31),
        ({"cache-control": "no-store, max-age=60"}, 0),
        ({"date": "Tue, 10 Mar 2026 12:00:00 GMT", "expires": "Tue, 10 Mar 2026 12:40:00 GMT"}, 2400),
        ({"date": "Tue, 10 Mar 2026 12:00:00 GMT", "expires": "Tue, 10 Mar 2026 11:40:00 GMT"}, 0),
        ({"date": "Tue, 10 Mar 2026 12:00:00 GMT", "expires": "0"}, 0),
        ({"expires": "Tue, 10 Mar 2026 12:40:00 GMT"}, 0),
        ({"cache-control": "max-age=60", "expires": "Tue, 10 Mar 2099 12:40:00 GMT"}, 60),
    ],
)
def test_a_server_says_how_long_its_answer_is_good(headers, seconds):
    """Cache-Control goes before Expires; what cannot be read says nothing."""
    assert lifetime(headers) == seconds
