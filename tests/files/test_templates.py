"""Templates: the publication's own before the shipped ones."""

import pytest

from publisher.errors import ConfigurationError
from publisher.files.templates import Templates, shipped, starter


def test_shipped_templates_are_found():
    """The checkout's templates and the example posts are where the code looks."""
    assert (shipped() / "publisher.toml").is_file()
    assert [path.name for path in sorted(starter().iterdir())] == ["2026-09.txt", "2026-10.txt"]


def test_own_templates_replace_shipped_ones(tmp_path):
    """A file of the publication hides the shipped one of the same name, and only that."""
    (tmp_path / "gitignore").write_text("mine\n")
    templates = Templates(own=tmp_path)

    assert templates.text("gitignore") == "mine\n"
    assert templates.text("publisher.toml").startswith("# The whole set-up")


def test_a_missing_template_is_named(tmp_path):
    """Asking for a template that nobody has says where it was looked for."""
    with pytest.raises(ConfigurationError, match=f"no template nothing.html in {tmp_path} and"):
        Templates(own=tmp_path).text("nothing.html")


def test_templates_must_be_utf8(tmp_path):
    """A template in another encoding is refused with what to do."""
    (tmp_path / "page.html").write_bytes("café".encode("latin-1"))

    with pytest.raises(ConfigurationError, match=r"page\.html is not UTF-8 text \(byte 4\)"):
        Templates(own=tmp_path).text("page.html")


def test_a_template_that_is_no_text_is_named_when_it_is_used(tmp_path):
    """Another encoding in a template is a mistake of the publication, not a traceback."""
    (tmp_path / "digest.txt").write_bytes(b"caf\xe9")

    with pytest.raises(ConfigurationError, match=r"the template digest\.txt is not UTF-8 text \(byte 4\)"):
        Templates(own=tmp_path).environment().get_template("digest.txt")


@pytest.mark.parametrize(("name", "shown"), [("page.html", "&lt;b&gt;"), ("mail.txt", "<b>")])
def test_html_is_escaped_and_text_is_not(tmp_path, name, shown):
    """Values are escaped in HTML templates only."""
    (tmp_path / name).write_text("{{ title }}")

    assert Templates(own=tmp_path).environment().get_template(name).render(title="<b>") == shown


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("one\n{{ titel }}", r"page\.html:2: 'titel' is undefined"),
        ("one\n{% if %}", r"page\.html:2: Expected an expression"),
        ("{{ title.upper().nothing }}", r"page\.html:1: .*has no attribute 'nothing'"),
        ("{{ title + 1 }}", r"page\.html:1: can only concatenate"),
        ("\n\n{% include 'gone.html' %}", r"page\.html:3: 'gone.html' not found"),
    ],
)
def test_mistakes_in_templates_have_a_place(tmp_path, text, complaint):
    """A slip in a template is told with its file and line; it is no empty place in the mail."""
    (tmp_path / "page.html").write_text(text)

    with pytest.raises(ConfigurationError, match=complaint):
        Templates(own=tmp_path).environment().get_template("page.html").render(title="x")


def test_mistakes_of_ours_stay_mistakes_of_ours(tmp_path):
    """What fails inside of the program is not blamed on the template."""
    (tmp_path / "page.html").write_text("{{ broken() }}")

    with pytest.raises(ZeroDivisionError):
        Templates(own=tmp_path).environment().get_template("page.html").render(broken=lambda: 1 / 0)
