"""The mail, in the eyes of a filter that many servers run."""

import re
import subprocess

import pytest
from click.testing import CliRunner

from publisher.cli import cli


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return the folder of a demonstration."""
    folder = tmp_path_factory.mktemp("spam") / "demo"
    result = CliRunner(catch_exceptions=False).invoke(cli, ["demo", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def test_spamassassin_has_nothing_against_a_mail(demo, needs):
    """A mail of the demonstration gets less than 2 points, by the rules that need no network."""
    mail = (demo / "outbox" / "1-anne.eml").read_bytes()
    checked = subprocess.run(
        [needs("spamassassin"), "--local", "--test-mode"], input=mail, capture_output=True, timeout=120, check=True
    ).stdout.decode("utf-8", errors="replace")
    score = re.search(r"X-Spam-Status: \w+, score=(-?[\d.]+)", checked)

    assert score is not None, checked[:2000]
    assert float(score[1]) < 2, checked[-3000:]
