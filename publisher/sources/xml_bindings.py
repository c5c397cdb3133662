"""What the prefixes of namespaces stand for in the middle of an XML file that nobody has parsed as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: So many elements may be open, and so many prefixes be bound in one of them.
_DEEPEST = 100
_MOST = 100

_ELEMENT = re.compile(r"<(/?)([A-Za-z_][\w.:-]*)([^<>]*)>")
_BINDING = re.compile(r"""\bxmlns(?::((?!xml)[A-Za-z_][\w.-]*))?\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""", re.ASCII)


class Bindings:
    """Prefix → namespace, as the elements that are open bind them."""

    def __init__(self, known: Mapping[str, str]) -> None:
        """Begin with the prefixes that need no declaration."""
        self._known = known
        #: Elements that are open, with what each binds.
        self._open: list[tuple[str, dict[str, str]]] = []
        #: A new one after each change: who has got one may keep it.
        self.current: Mapping[str, str] = dict(known)

    def follow(self, text: str) -> None:
        """Open and close the elements of a text that holds no CDATA and no comments."""
        for found in _ELEMENT.finditer(text):
            self._nest(found)

    def _nest(self, found: re.Match[str]) -> None:
        """Open or close an element: what it binds is said of what is in it alone."""
        closes, name, attributes = found.groups()
        if closes:
            levels = [level for level, (opened, _) in enumerate(self._open) if opened == name]
            gone = self._open[levels[-1] :] if levels else []
            del self._open[len(self._open) - len(gone) :]
            is_changed = any(bound for _, bound in gone)
        elif attributes.endswith("/") or len(self._open) == _DEEPEST:
            return
        else:
            bound = {
                prefix: uri
                for prefix, double, single in _BINDING.findall(attributes)[:_MOST]
                if (uri := double or single) or not prefix
            }
            self._open.append((name, bound))
            is_changed = bool(bound)
        if is_changed:
            current = dict(self._known)
            for _, bound in self._open:
                current |= bound
            self.current = current
