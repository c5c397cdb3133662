"""Templates: the publication's own before the shipped ones."""

import pytest
from jinja2 import UndefinedError

from publisher.errors import ConfigurationError
from publisher.resources import Templates, shipped, starter


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


@pytest.mark.parametrize(("name", "shown"), [("page.html", "&lt;b&gt;"), ("mail.txt", "<b>")])
def test_html_is_escaped_and_text_is_not(tmp_path, name, shown):
    """Values are escaped in HTML templates only."""
    (tmp_path / name).write_text("{{ title }}")

    assert Templates(own=tmp_path).environment().get_template(name).render(title="<b>") == shown


def test_unknown_names_are_errors(tmp_path):
    """A slip in a template's name for a value is an error, not an empty place in the mail."""
    (tmp_path / "page.html").write_text("{{ titel }}")

    with pytest.raises(UndefinedError, match="titel"):
        Templates(own=tmp_path).environment().get_template("page.html").render(title="x")
