"""The components of the gallery, read from `templates/gallery/examples`: what each is for, and its calls."""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "templates/gallery/examples"
NOTE = re.compile(r"^\{# (component|use|state): (.+) #\}\n", re.MULTILINE)


@dataclass(frozen=True)
class Component:
    """A component: its name, when to use it, and its states as (name, call)."""

    name: str
    use: str
    states: tuple[tuple[str, str], ...]


def components() -> tuple[Component, ...]:
    """Return the components in the order of their files."""
    return tuple(read(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.html")))


def read(text: str) -> Component:
    """Return the component that an example file tells of.

    Its first note names it, its second says what it is for, and each `state` note is followed by a call.
    """
    parts = NOTE.split(text)[1:]
    noted = list(zip(parts[0::3], parts[1::3], parts[2::3], strict=True))
    said = {kind: words for kind, words, _ in noted if kind != "state"}
    states = tuple((words, call.strip()) for kind, words, call in noted if kind == "state")
    return Component(name=said["component"], use=said["use"], states=states)
