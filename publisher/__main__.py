"""``python -m publisher`` is the command ``publisher``, and its script begins here, too."""

from __future__ import annotations

from publisher.cli import main
from publisher.interrupts import leave_at_once

leave_at_once()

if __name__ == "__main__":
    main()
