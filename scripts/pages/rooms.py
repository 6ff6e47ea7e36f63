"""The page of the rooms: which app stands on which, and what each holds."""

import importlib
import tomllib

from django.apps import apps

from scripts.pages.markdown import table
from scripts.system import ROOT

SOURCE = ROOT / "src" / "onroll"
ROOMS = ("actions", "queries", "facts", "models", "events")

HEAD = """# The rooms of Onroll

From the top down: a room may use those below it, never those above.

"""


def page() -> str:
    """Return the page as Markdown."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "layers")
    rooms = [name.strip(" ()") for layer in layers for name in layer.split("|")]
    rows = [(f"`{app}`", _purpose(app), ", ".join(_holds(app))) for app in rooms if (SOURCE / app).is_dir()]
    return HEAD + table(("Room", "What it is for", "Holds"), rows)


def _purpose(app: str) -> str:
    """Return the first line of what the app's configuration, or else its package, says it is."""
    config = apps.app_configs.get(app)
    described = type(config).__doc__ if config else importlib.import_module(f"onroll.{app}").__doc__
    return (described or "").strip().split("\n")[0]


def _holds(app: str) -> list[str]:
    rooms = (
        room for room in ROOMS if (SOURCE / app / room).is_dir() or (SOURCE / app / f"{room}.py").exists()
    )
    return [f"`{room}`" for room in rooms]
