"""publisher digest, from entries to an approved issue."""

import json
import sys

import pytest
from click.testing import CliRunner

from publisher.cli import cli

POSTS = """\
zaterdag 28 maart 2026

De zeilen gaan weer omhoog

Na een winter in de loods liggen de klippers weer aan de kade.

Bron: www.schepen.example

maandag 2 maart 2026

Vis op de kade

De viskraam is terug.

zondag 8 februari 2026

IJs in de haven

Het water ligt dicht.
"""

CONFIG = """\
[publication]
title = "Havenblad"
home = "https://havenblad.example/"
language = "nl"
timezone = "Europe/Amsterdam"

[[source]]
path = "posts.txt"

[digest]
from = "Havenblad <redactie@havenblad.example>"
postal_address = "Kade 1, 1234 AB Waalstad"
intro = "Beste lezer,"
"""

SAILS, FISH, ICE = (
    "2026-03-28-de-zeilen-gaan-weer-omhoog",
    "2026-03-02-vis-op-de-kade",
    "2026-02-08-ijs-in-de-haven",
)


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """Return the folder of a publication with three entries."""
    (tmp_path / "publisher.toml").write_text(CONFIG, "utf-8")
    (tmp_path / "posts.txt").write_text(POSTS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1775030400")  # 1 April 2026, 10:00 in Amsterdam
    run("build")
    return tmp_path


def run(*arguments, code=0, **options):
    """Run a command that must end with *code*."""
    result = CliRunner(catch_exceptions=False).invoke(cli, list(arguments), **options)
    assert result.exit_code == code, result.output
    return result


def chosen(paper, number=1):
    """Return the refs that a draft names, as a person would see them."""
    listed = run("digest", "show", str(number), "--json").stdout
    return [article["ref"] for article in json.loads(listed)["articles"]]


def test_new_by_month_takes_that_month(paper):
    """The draft has the month's entries, newest first, and is named after it."""
    result = run("digest", "new", "--month", "2026-03")

    assert result.stdout == "issues/001.toml\n"
    assert (paper / "issues/001.toml").read_text("utf-8") == (
        "number = 1\n"
        'subject = "Havenblad · maart 2026"\n'
        'preheader = ""   # empty: the first titles\n'
        "period = { since = 2026-03-01, until = 2026-03-31 }\n"
        'intro = """\n'
        "Beste lezer,\n"
        '"""\n'
        'sections = ["articles"]\n'
        "\n"
        "# Your own words above an article, by its name:\n"
        '# "name-of-the-entry" = """Markdown ..."""\n'
        "[blurb]\n"
        "\n"
        "[section.articles]\n"
        'title = ""\n'
        "entries = [\n"
        '    "2026-03-28-de-zeilen-gaan-weer-omhoog",  # De zeilen gaan weer omhoog\n'
        '    "2026-03-02-vis-op-de-kade",              # Vis op de kade\n'
        "]\n"
    )


@pytest.mark.parametrize(
    ("options", "refs"),
    [
        ([], [SAILS, FISH]),  # the newest month
        (["--since", "2026-02-08", "--until", "2026-03-02"], [FISH, ICE]),
        (["--since", "2026-03-01"], [SAILS, FISH]),
        (["--last", "7d"], [SAILS]),  # 26 March to 1 April
        (["--new"], [SAILS, FISH, ICE]),
        (["--new", "--limit", "1"], [SAILS]),
        (["--entry", "IJs in de haven", "--entry", FISH], [ICE, FISH]),
        (["--entry", "2026-02-08", "--month", "2026-03"], [ICE, SAILS, FISH]),
    ],
)
def test_new_takes_what_is_asked_for(paper, options, refs):
    """Periods, names and limits choose the entries."""
    run("digest", "new", *options)

    assert chosen(paper) == refs


def test_a_second_issue_takes_what_is_new(paper):
    """Without options nothing is sent twice, drafts counted too; when all is issued, it says so."""
    run("digest", "new", "--month", "2026-03")
    run("digest", "new")

    assert chosen(paper, 2) == [ICE]
    result = run("digest", "new", code=4)
    assert "there are no entries that are in no earlier issue" in result.stderr
    assert "2026-03 (2), 2026-02 (1)" in result.stderr


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--month", "2026-01"], 4, "There are entries in 2026-03 (2), 2026-02 (1)."),
        (["--tag", "varen"], 4, "there are no entries with the tag varen"),
        (["--entry", "Viss op de kade"], 4, FISH),
        (["--month", "maart"], 2, "such as 2026-03"),
        (["--month", "2026-03", "--last", "7d"], 2, "Give one of them."),
        (["--since", "2026-03-02", "--until", "2026-03-01"], 2, "before it begins"),
    ],
)
def test_new_says_what_is_wrong(paper, options, code, words):
    """A choice that gives nothing is an error that names what there is, and makes no draft."""
    assert words in run("digest", "new", *options, code=code).stderr
    assert not (paper / "issues").exists()


def test_subject_and_intro_can_be_given(paper):
    """They stand in the draft as given."""
    (paper / "intro.md").write_text("Dag **allen**", "utf-8")
    run("digest", "new", "--subject", "Nr {number}: 50%", "--intro", "intro.md")

    draft = (paper / "issues/001.toml").read_text("utf-8")
    assert 'subject = "Nr {number}: 50%"' in draft
    assert "Dag **allen**" in draft


def test_preview_writes_both_parts_and_a_page(paper):
    """Slots hold an example; a second run changes nothing."""
    run("digest", "new")
    result = run("digest", "preview")
    assert result.stdout.splitlines() == ["preview/issue.html", "preview/issue.txt", "preview/index.html"]
    before = {path: path.stat().st_mtime_ns for path in (paper / "preview").iterdir()}
    run("digest", "preview")

    assert {path: path.stat().st_mtime_ns for path in (paper / "preview").iterdir()} == before
    for name in ("issue.html", "issue.txt"):
        text = (paper / "preview" / name).read_text("utf-8")
        assert "zaterdag 28 maart 2026" in text
        assert "https://example.org/unsubscribe" in text
        assert "PUBLISHER-SLOT" not in text


def test_own_templates_come_first(paper):
    """A template of the publication replaces ours, file by file."""
    (paper / "templates").mkdir()
    (paper / "templates/digest.txt").write_text("{{ letter.subject }}: {{ unsubscribe }}", "utf-8")
    run("digest", "new")
    run("digest", "preview", "--out", "elders")

    assert (paper / "elders/issue.txt").read_text("utf-8") == (
        "Havenblad · maart 2026: https://example.org/unsubscribe\n"
    )
    assert "<table" in (paper / "elders/issue.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ letter.subject }}", "leaves out the way to unsubscribe"),
        ("{{ letter.title }}", "digest.txt:1:"),
        ("een\n{% if %}", "digest.txt:2:"),
    ],
)
def test_a_wrong_template_is_named(paper, template, words):
    """The message says which template, and no traceback."""
    (paper / "templates").mkdir()
    (paper / "templates/digest.txt").write_text(template, "utf-8")
    run("digest", "new")

    assert words in run("digest", "preview", code=3).stderr


def test_a_broken_draft_is_an_error_with_its_line(paper):
    """An unknown name is shown with its line and the nearest names; the list goes on."""
    run("digest", "new")
    draft = paper / "issues/001.toml"
    draft.write_text(draft.read_text("utf-8").replace(f'"{FISH}"', '"2026-03-02-viss-op-de-kade"'), "utf-8")

    stderr = run("digest", "check", code=4).stderr
    assert "issues/001.toml:18: there is no entry" in stderr
    assert FISH in stderr
    draft.write_text("number = [", "utf-8")
    assert "issues/001.toml:1: this is not TOML" in run("digest", "list").stdout


def test_the_same_entry_by_two_names_is_a_mistake(paper):
    """A title and a ref that mean one entry are found out."""
    run("digest", "new", "--entry", FISH)
    draft = paper / "issues/001.toml"
    text = draft.read_text("utf-8")
    draft.write_text(text.replace("entries = [\n", 'entries = [\n    "Vis op de kade",\n'), "utf-8")

    assert "stands twice" in run("digest", "check", code=4).stderr


def test_edit_by_options_keeps_the_rest(paper):
    """Entries come and go by any of their names; an impossible change changes nothing."""
    run("digest", "new")
    run("digest", "edit", "--add", "IJs in de haven", "--remove", "Vis op de kade", "--subject", "Nieuw")
    assert chosen(paper) == [SAILS, ICE]
    before = (paper / "issues/001.toml").read_bytes()

    assert "holds the entry" in run("digest", "edit", "--subject", "Anders", "--add", ICE, code=4).stderr
    assert "does not hold" in run("digest", "edit", "--remove", FISH, code=4).stderr
    assert (paper / "issues/001.toml").read_bytes() == before


def test_edit_opens_the_editor_and_checks_after(paper):
    """What the editor saved is read at once."""
    run("digest", "new")
    script = paper / "editor.py"
    script.write_text("import sys; open(sys.argv[1], 'a').write('oops')")

    result = run("digest", "edit", env={"EDITOR": f"{sys.executable} {script}"}, code=4)
    assert "this is not TOML" in result.stderr


def test_approve_freezes_and_reopen_takes_back(paper):
    """The folder appears with both parts; editing the draft has no effect until it is reopened."""
    run("digest", "new")
    result = run("digest", "approve", "--yes")
    assert result.stdout == "issues/001\n"
    html = (paper / "issues/001/issue.html").read_bytes()
    assert b"PUBLISHER-SLOT-UNSUBSCRIBE" in html
    manifest = json.loads((paper / "issues/001/manifest.json").read_text("utf-8"))
    assert manifest["approved_at"] == "2026-04-01T10:00:00+02:00"
    assert [entry["ref"] for entry in manifest["entries"]] == [SAILS, FISH]

    run("digest", "edit", "1", "--subject", "Te laat")
    assert "approved already" in run("digest", "approve", "--yes").stderr
    assert "the draft was changed after approval" in run("digest", "approve").stderr
    assert "the draft was changed after approval" in run("digest", "list").stdout
    run("digest", "preview")
    assert "Te laat" not in (paper / "preview/issue.html").read_text("utf-8")
    assert (paper / "issues/001/issue.html").read_bytes() == html

    assert run("digest", "reopen").stdout == "issues/001.toml\n"
    assert not (paper / "issues/001").exists()
    run("digest", "preview")
    assert "Te laat" in (paper / "preview/issue.html").read_text("utf-8")


def test_approving_the_same_gives_the_same_bytes(paper):
    """Nothing but the clock decides, and the clock is given."""
    run("digest", "new")
    run("digest", "approve", "--yes")
    first = {path.name: path.read_bytes() for path in (paper / "issues/001").iterdir()}
    run("digest", "reopen")
    run("digest", "approve", "--yes")

    assert {path.name: path.read_bytes() for path in (paper / "issues/001").iterdir()} == first


def test_approve_asks(paper):
    """No is no."""
    run("digest", "new")
    result = run("digest", "approve", input="n\n", code=1)

    assert "with 2 articles?" in result.stderr
    assert not (paper / "issues/001").exists()


@pytest.mark.parametrize(
    ("line", "instead", "words"),
    [
        ('home = "https://havenblad.example/"\n', "", "placeholder"),
        ('from = "Havenblad <redactie@havenblad.example>"\n', "", "the sender is missing"),
        ('intro = "Beste lezer,"', 'intro = "[x](ftp://a.example)"', "leads nowhere"),
    ],
)
def test_errors_keep_an_issue_from_approval(paper, line, instead, words):
    """Check says it with exit code 1, and approve refuses."""
    config = paper / "publisher.toml"
    config.write_text(CONFIG.replace(line, instead), "utf-8")
    run("digest", "new")

    assert words in run("digest", "check", code=1).stdout
    assert words in run("digest", "approve", "--yes", code=1).stderr
    assert not (paper / "issues/001").exists()


def test_a_hidden_entry_is_not_approved(paper):
    """What the editor hid after choosing stays in."""
    run("digest", "new")
    run("entries", "hide", FISH)

    assert "“Vis op de kade” is hidden" in run("digest", "approve", "--yes", code=1).stderr


def test_a_repeated_article_is_a_warning(paper):
    """Check names the issue that had it; approval is still possible."""
    run("digest", "new")
    run("digest", "approve", "--yes")
    run("digest", "new", "--entry", FISH)

    found = json.loads(run("digest", "check", "2", "--json").stdout)
    assert {
        "level": "warning",
        "text": "“Vis op de kade” was in issue 1 already",
        "hint": "Take it out, if readers have seen it.",
    } in found
    run("digest", "approve", "2", "--yes")


def test_a_big_issue_is_a_warning(paper):
    """The size is said, and what Gmail does with it."""
    run("digest", "new")
    (paper / "intro.md").write_text("woord " * 20_000, "utf-8")
    run("digest", "edit", "--intro", "intro.md")

    assert "Gmail hides what comes after 102 KB" in run("digest", "check").stdout


def test_several_open_issues_are_listed(paper):
    """A command without a number does not guess."""
    run("digest", "new", "--entry", FISH)
    run("digest", "new", "--entry", ICE)

    assert "1 (draft), 2 (draft)" in run("digest", "preview", code=4).stderr
    assert "There are 1, 2." in run("digest", "preview", "3", code=4).stderr


def test_a_command_that_fits_no_issue_says_which_ones_there_are(paper):
    """What no issue is is a plain sentence, and the hint names the issues and their states."""
    run("digest", "new", "--entry", FISH)
    sent = run("digest", "send", code=4).stderr
    run("digest", "new", "--entry", ICE)

    assert sent.startswith(
        "Error: no issue is approved, being sent or sent\nThere is only issue 1 (draft): name its number"
    )
    assert run("digest", "reopen", code=4).stderr.startswith(
        "Error: no issue is approved\nThere are the issues 1 (draft), 2 (draft): name its number"
    )


def test_only_drafts_are_deleted(paper):
    """Deleting asks, and leaves what was approved."""
    run("digest", "new")
    run("digest", "delete", "1", input="n\n", code=1)
    assert (paper / "issues/001.toml").exists()
    run("digest", "approve", "--yes")
    assert "issue 1 is approved, not a draft" in run("digest", "delete", "1", "--yes", code=4).stderr
    run("digest", "reopen")
    run("digest", "delete", "1", "--yes")

    assert not (paper / "issues/001.toml").exists()
    assert "no issues yet" in run("digest", "preview", code=4).stderr


def test_a_changed_approved_issue_is_refused(paper):
    """Not a byte of what was approved may change unseen."""
    run("digest", "new")
    run("digest", "approve", "--yes")
    with (paper / "issues/001/issue.html").open("a") as file:
        file.write("x")

    assert "is not what was approved" in run("digest", "check", code=6).stderr
    assert "is not what was approved" in run("digest", "list").stdout


def test_a_list_is_json_on_demand(paper):
    """One document, the newest issue first."""
    run("digest", "new", "--entry", FISH)
    run("digest", "new", "--entry", ICE)

    issues = json.loads(run("digest", "list", "--json").stdout)
    assert [(issue["number"], issue["state"], issue["articles"]) for issue in issues] == [
        (2, "draft", 1),
        (1, "draft", 1),
    ]


@pytest.mark.parametrize(("month", "articles"), [("2018-02", 11), ("2014-12", 10)])
def test_a_real_month_becomes_an_issue(paper, shared, month, articles):
    """Every article of an archive that others wrote is in both parts, which keep to size and width."""
    config = (paper / "publisher.toml").read_text("utf-8")
    (paper / "publisher.toml").write_text(config.replace('"posts.txt"', f'"{shared}/seeds/{month}.txt"'), "utf-8")
    run("build")
    run("digest", "new", "--month", month)
    run("digest", "preview")
    html, text = ((paper / "preview" / name).read_text("utf-8") for name in ("issue.html", "issue.txt"))

    assert len(chosen(paper)) == articles
    assert html.count('<td class="article"') == articles
    assert len(html.encode()) < 40_000
    assert all(len(line) <= 72 or "http" in line for line in text.splitlines())
    assert "error" not in run("digest", "check").stdout
