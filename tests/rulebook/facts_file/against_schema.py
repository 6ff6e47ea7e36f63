"""As much of JSON Schema as the schema of the facts file uses."""

import re
from typing import Any

KINDS: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)
}  # fmt: skip
KNOWN = {
    "$schema", "$defs", "title", "description", "format", "type", "properties", "required", "additionalProperties",
    "items", "enum", "const", "pattern", "anyOf", "$ref", "minLength", "minimum", "maximum",
}  # fmt: skip


def fits(value: Any, rule: dict[str, Any], whole: dict[str, Any]) -> bool:
    """Tell whether a value is as a rule of the schema asks."""
    assert set(rule) <= KNOWN, set(rule) - KNOWN
    if "$ref" in rule and not fits(value, whole["$defs"][rule["$ref"].removeprefix("#/$defs/")], whole):
        return False
    if "const" in rule and value != rule["const"]:
        return False
    if "enum" in rule and value not in rule["enum"]:
        return False
    if "type" in rule and not _is_one_of(value, rule["type"]):
        return False
    if "anyOf" in rule and not any(fits(value, each, whole) for each in rule["anyOf"]):
        return False
    if "pattern" in rule and isinstance(value, str) and not re.search(rule["pattern"], value):
        return False
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        return False
    if isinstance(value, int) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        return False
    if isinstance(value, list) and "items" in rule:
        return all(fits(each, rule["items"], whole) for each in value)
    return not isinstance(value, dict) or _object_fits(value, rule, whole)


def _is_one_of(value: Any, names: Any) -> bool:
    kinds = [KINDS[name] for name in ([names] if isinstance(names, str) else names)]
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, tuple(kinds))


def _object_fits(value: dict[str, Any], rule: dict[str, Any], whole: dict[str, Any]) -> bool:
    parts = rule.get("properties", {})
    if not set(rule.get("required", ())) <= set(value):
        return False
    if rule.get("additionalProperties") is False and not set(value) <= set(parts):
        return False
    return all(fits(each, parts[name], whole) for name, each in value.items() if name in parts)
