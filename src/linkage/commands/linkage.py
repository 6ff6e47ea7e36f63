"""``onroll linkage``: what is done with the comparison of lists itself, each by a command of its own."""

import sys
from collections.abc import Callable, Sequence

from linkage.commands import Alone, evaluate, train

COMMANDS: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "evaluate": (evaluate.main, "say how good decisions are, where the truth is known"),
    "train": (train.main, "learn weights and calibration from lists, with their truth or without"),
}


def main(arguments: Sequence[str]) -> int:
    """Run the command named first; without a name, or with one there is not, show them and return 2."""
    name, *rest = arguments or ("",)
    if name in COMMANDS:
        return COMMANDS[name][0](rest)
    lines = ["usage: onroll linkage COMMAND [OPTIONS]", ""]
    lines += [f"  {one:<12}{words}" for one, (_, words) in COMMANDS.items()]
    asked_for = name in ("-h", "--help")
    (sys.stdout if asked_for else sys.stderr).write("\n".join(lines) + "\n")
    return 0 if asked_for else 2


class Command(Alone):
    """Judge or train the comparison of lists."""

    help = "Judge the decisions about a population, where the truth is known, or train what makes them."

    def main(self, arguments: Sequence[str]) -> int:
        """Run the command."""
        return main(arguments)
