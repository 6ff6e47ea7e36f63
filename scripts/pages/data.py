"""The page of the data: every field that is stored, how sensitive it is, and how long it is kept."""

from django.apps import apps

from scripts.pages.markdown import table

HEAD = """# What is stored

*Personal* says who somebody is; *sensitive* is what could hurt them if it were known; the rest is *operational*.
How long each is kept stands in [retention](../retention.md)."""

KINDS = ("personal", "sensitive", "operational")


def page() -> str:
    """Return the page as Markdown: one table for each app, one row for each model."""
    parts = [HEAD]
    for config in apps.get_app_configs():
        models = list(config.get_models()) if config.name.startswith("onroll.") else []
        if not models:
            continue
        rows = [
            (
                f"`{model.__name__}`",
                (model.__doc__ or "").strip().split("\n")[0],
                *(
                    ", ".join(f"`{name}`" for name in getattr(model.__dict__["Handling"], kind))
                    for kind in KINDS
                ),
                model.__dict__["Handling"].retention,
            )
            for model in models
        ]
        parts += [
            "",
            f"## {config.label}",
            "",
            table(("Table", "What it holds", *map(str.title, KINDS), "Kept as"), rows),
        ]
    return "\n".join(parts)
