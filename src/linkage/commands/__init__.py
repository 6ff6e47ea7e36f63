"""The commands that need no database and no configuration: ``onroll reconcile`` and ``onroll identity``."""

import sys
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence


class Alone(ABC):
    """A command as ``onroll`` runs it: ``help`` says what it does, ``main`` does it and returns the status."""

    help = ""
    suppressed_base_arguments: Collection[str] = ()

    @abstractmethod
    def main(self, arguments: Sequence[str]) -> int:
        """Run the command with what stands after its name, and return its status."""

    def run_from_argv(self, argv: Sequence[str]) -> None:
        """Run the command and end with its status."""
        sys.exit(self.main(argv[2:]))
