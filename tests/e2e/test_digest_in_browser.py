"""The mail in a browser: every width, light and dark."""

from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from publisher.issues.slots import UNSUBSCRIBE

CASES = Path(__file__).parents[1] / "golden" / "issues"

#: Contrast of each visible text against what lies behind it, as WCAG 2.2 (1.4.3) counts it.
CONTRASTS = """
() => {
  const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) =>
    0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parts(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.textContent.trim();
    if (!text || !element.checkVisibility()) continue;
    const a = luminance(parts(getComputedStyle(element).color)), b = luminance(behind(element));
    found.push([text, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
  }
  return found;
}
"""


DUTCH = CASES / "nl" / "expected" / "issue.html"


@pytest.fixture(scope="module")
def page(needs):
    """Open one page in Chromium."""
    path = needs("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("width", [320, 600, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_the_mail_fits_and_can_be_read(page, case, scheme, width):
    """No line runs out of the window, all text stands out, and the way out can be seen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto((CASES / case / "expected" / "issue.html").as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 8
    assert [(text, ratio) for text, ratio in contrasts if ratio < 4.5] == []
    assert page.locator(f'a[href="{UNSUBSCRIBE}"]').is_visible()


def test_the_mail_asks_nothing_of_the_network(page):
    """Opening it tells nobody."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(DUTCH.as_uri())

    assert asked == [DUTCH.as_uri()]


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(26, 30, 32)")])
def test_dark_is_dark(page, scheme, colour):
    """The styles for dark screens survive inlining."""
    page.emulate_media(color_scheme=scheme)
    page.goto(DUTCH.as_uri())

    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == colour


def test_the_contents_lead_to_the_articles(page):
    """Each link of the list goes to the place of its article."""
    page.goto(DUTCH.as_uri())
    links = page.locator(".contents a")

    assert links.count() == 4
    for link in links.all():
        place = page.locator(f"id={link.get_attribute('href').removeprefix('#')}")
        assert place.locator("xpath=..").locator(".title").inner_text() == link.inner_text()


def test_the_outline_is_in_order(page):
    """One heading of the first level, and none that skips a level: screen readers walk by them."""
    page.goto(DUTCH.as_uri())
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => Number(h.tagName[1]))")

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
