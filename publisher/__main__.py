"""``python -m publisher`` is the command ``publisher``, and its script begins here, too."""

from publisher.interrupts import leave_at_once

leave_at_once()

from publisher.cli import main  # noqa: E402  # what it imports takes time, in which Ctrl-C may come

if __name__ == "__main__":
    main()
