"""What posts print by Liquid is what the library python-liquid prints."""

import liquid
import pytest

from publisher.sources.static_site.generators.liquid import Liquid, expand

VARIABLES = {
    "site": {"title": "Quay", "url": "https://weblog.example.org"},
    "page": {"title": "Rain & wind", "tags": ["sea", "sky"], "rating": 4, "draft": False},
}
BODIES = (
    "{{ page.title }} {{ page['title'] }} {{ page.missing }}",
    "{{ page.title | escape }}",
    "{{ page.title | upcase }} {{ page.title | downcase | capitalize }}",
    '{{ page.title | replace: "&", "and" }} {{ page.title | remove: " & wind" }}',
    '{{ page.title | prepend: ">" | append: "!" }} {{ site.url | append: "/a.html" }}',
    '{{ page.tags | join: ", " }} {{ "a b c" | split: " " | join: "-" }}',
    '{{ page.missing | default: "none" }}',
    "a {{- page.rating -}} b",
    '{% assign boat = "Anna" %}{{ boat }}',
    "{% capture line %}a {{ page.rating }}{% endcapture %}{{ line }}",
    "{% if page.rating > 3 %}good{% else %}bad{% endif %}",
    "{% if page.draft %}draft{% elsif page.rating == 4 %}four{% endif %}",
    '{% if page.title == "x" or page.rating >= 4 %}yes{% endif %}',
    '{% if page.title == "x" and page.rating >= 4 %}yes{% endif %}',
    '{% if page.tags contains "sea" %}wet{% endif %}',
    "{% if page.missing == nil %}nothing{% endif %}{% if page.missing == blank %}blank{% endif %}",
    "{% unless page.draft %}open{% endunless %}",
    "{% for tag in page.tags %}{{ tag }};{% endfor %}{% for number in (1..3) %}{{ number }}{% endfor %}",
    '{% assign parts = "a,b" | split: "," %}{% for part in parts %}[{{ part }}]{% endfor %}',
    "{% raw %}{{ page.title }}{% endraw %}{% comment %}nothing{% endcomment %}",
)


@pytest.mark.parametrize("body", BODIES)
def test_liquid_prints_what_the_library_prints(body):
    """The tags and filters that we know do what they do elsewhere, and none of these is taken out."""
    ours = Liquid(
        variables=VARIABLES,
        post_address=lambda name: None,
        file_address=lambda name: None,
        include=lambda name: None,
        absolute=str,
        relative=str,
    )

    assert expand(body, ours) == (liquid.Environment().from_string(body).render(**VARIABLES), ())
