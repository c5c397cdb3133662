"""Names of months and days, whatever languages were asked before."""

import subprocess
import sys

import pytest

ASKED = """
from datetime import date
from publisher.text.languages.locales import full_day, month
for language in {languages!r}:
    month(date(2026, 6, 3), language), full_day(date(2026, 6, 3), language)
print(month(date(2026, 6, 3), "nl"), full_day(date(2026, 6, 3), "nl"))
"""


@pytest.mark.parametrize("languages", [(), ("he",), ("az", "de", "gv"), ("haw", "dv")])
def test_a_month_is_called_the_same_after_any_other_language(languages):
    """No language asked before changes the names of another."""
    command = [sys.executable, "-c", ASKED.format(languages=languages)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout

    assert said.strip() == "juni woensdag 3 juni 2026"
