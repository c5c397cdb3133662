"""What several unit tests begin with."""

import pytest

from publisher.sources import Place
from publisher.sources.static_site.reader import Markdown


@pytest.fixture
def markdown_site(tmp_path):
    """Return a function that writes the files of a site, and gives the importer of it or of a folder in it."""

    def write_and_open(files, folder="", *, shown, **place):
        for name, text in files.items():
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return Markdown(place=Place(path=tmp_path / "site" / folder, shown=shown, **place))

    return write_and_open
