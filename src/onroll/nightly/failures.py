"""What may be said of an exception where others will read it: its kind and its place, never its message.

Messages of exceptions repeat what was given to them: a name that was too long, the key that was there twice.
"""

from pathlib import Path
from traceback import extract_tb

PACKAGES = ("onroll", "rulebook", "linkage")


def kind_of(error: BaseException) -> str:
    """Return the exception's class with its module."""
    cls = type(error)
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def places_of(error: BaseException) -> list[str]:
    """Return where the exception passed, outermost first, as ``file:line function``: our own code and the last line."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if _package_path(frame.filename)]
    if frames and (not ours or frames[-1] is not ours[-1]):
        ours.append(frames[-1])
    return [
        f"{_package_path(frame.filename) or Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in ours
    ]


def describe(error: BaseException) -> str:
    """Return one line about the exception, at most 300 characters: its kind and its innermost place in our code."""
    places = [place for place in places_of(error) if place.startswith(PACKAGES)] or places_of(error)
    return f"{kind_of(error)} at {places[-1]}"[:300] if places else kind_of(error)[:300]


def _package_path(filename: str) -> str:
    parts = Path(filename).parts
    for package in PACKAGES:
        if package in parts and "site-packages" not in parts:
            return "/".join(parts[len(parts) - 1 - parts[::-1].index(package) :])
    return ""
