"""Expected failures: a sentence, a hint, an exit code.

| class                | code | meaning                                      |
|----------------------|------|----------------------------------------------|
| `PublisherError`     | 1    | a check failed                               |
| `UsageError`         | 2    | the command was given wrongly                |
| `ConfigurationError` | 3    | publisher.toml is missing or wrong           |
| `InputError`         | 4    | a source, a draft or a list cannot be used   |
| `DeliveryError`      | 5    | the network or the mail server said no       |
| `StoreError`         | 6    | catalog, lock file or subscriber list        |
"""

from __future__ import annotations

from typing import ClassVar


class PublisherError(Exception):
    """Base of every expected failure.

    Catch this, and nothing broader, at the edge of the program.
    """

    #: Exit status when this error ends the program.
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        #: What to do next, as one imperative sentence.
        self.hint = hint


class UsageError(PublisherError):
    """The command cannot do what these arguments ask."""

    exit_code = 2


class ConfigurationError(PublisherError):
    """publisher.toml is missing or wrong."""

    exit_code = 3


class InputError(PublisherError):
    """A source, a draft or a list cannot be used as it is."""

    exit_code = 4


class DeliveryError(PublisherError):
    """The network or the mail server said no."""

    exit_code = 5


class StoreError(PublisherError):
    """A file that Publisher keeps is damaged, locked or from another version."""

    exit_code = 6
