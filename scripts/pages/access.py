"""The page of the access matrix: what each role may do, and how far, in words."""

from onroll.access import matrix
from scripts.pages.markdown import table


def page() -> str:
    """Return the page as Markdown: one table for each role."""
    parts = ["# Who may do what", "", "From the matrix itself. What is not listed is not allowed."]
    for role in matrix.ROLES:
        parts += ["", f"## {role.title}", "", f"`{role.code}`: {role.need}.", ""]
        parts.append(table(("May", "How far"), _grants(role.code)))
    return "\n".join(parts)


def _grants(role: str) -> list[tuple[str, str]]:
    return [
        (f"`{permission}`", "; ".join(sorted(matrix.SCOPE_WORDS[scope] for scope in by_role[role])))
        for permission, by_role in sorted(matrix.grants().items())
        if role in by_role
    ]
