"""The commands that need no database and no configuration: ``onroll reconcile`` and ``onroll identity``."""
