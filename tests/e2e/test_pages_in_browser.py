"""The pages and the feeds in a browser: every width, with posts that are hard to lay out."""

import pytest
from playwright.sync_api import sync_playwright

WIDTHS = [320, 768, 1200]

LONG_WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
BODY = f"""\
{LONG_WORD} and `{LONG_WORD.lower()}_of_code`.

![A boat](data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='1600'%20height='90'/%3E)

<audio controls src="https://krant.example/a.mp3"></audio>

| {LONG_WORD} | {LONG_WORD} |
|---|---|
| a | b |

```
{LONG_WORD * 3}
```

A claim.[^1]

[^1]: Its proof.
"""

#: Elements that are wider than the window, links that are smaller than a finger, and headings that skip a level.
FAULTS = """
() => {
  const found = [];
  if (document.documentElement.scrollWidth > innerWidth) found.push("the page is wider than the window");
  if (document.contentType !== "text/html") return found;
  for (const link of document.querySelectorAll("footer a, .posts a, .formats a, .site a")) {
    const box = link.getBoundingClientRect();
    if (box.height < 24 || box.width < 24) found.push(`${link.textContent} is ${box.width} by ${box.height}`);
  }
  let above = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    const level = Number(heading.tagName[1]);
    if (level > above + 1) found.push(`${heading.textContent} skips a level`);
    above = level;
  }
  return found;
}
"""


@pytest.fixture(scope="module")
def browser(needs):
    """Start Chromium."""
    path = needs("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "index.html", "posts/index.html", "posts/{}.html"])
def test_nothing_runs_out_of_the_window(paper, browser, name):
    """Long words, tables, code, pictures and players fit every width, and links are large enough to be hit."""
    paper.configure('[feeds]\nby = ["tag"]')
    paper.post(LONG_WORD, "2026-03-01", body=BODY, tags=[LONG_WORD, "brood"])
    paper.build()
    (article,) = paper.feeds.glob("posts/2026*.html")
    page = browser.new_page()

    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto((paper.feeds / name.format(article.stem)).as_uri())
        assert page.evaluate(FAULTS) == [], width
    page.close()


def test_code_runs_from_left_to_right_everywhere(paper, browser):
    """A post in Hebrew runs from right to left, and its code does not."""
    paper.configure("")
    paper.post("שלום", "2026-03-01", body="הסירה שכבה על המים.\n\n```\nlet x = 1;\n```\n", lang="he")
    paper.build()
    (article,) = paper.feeds.glob("posts/2026*.html")
    page = browser.new_page()
    page.goto(article.as_uri())

    directions = {
        element: page.eval_on_selector(element, "e => getComputedStyle(e).direction") for element in ("h1", "pre")
    }
    page.close()
    assert directions == {"h1": "rtl", "pre": "ltr"}
