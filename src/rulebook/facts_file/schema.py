"""The JSON Schema of the facts file, made from the very values that the reader fills: ``schema.json`` is its copy."""

import json
from typing import Any

from rulebook.facts_file.shape import FORMAT, MOST, NAMES, FactsFile, Form, Shape, parts_of

TYPES = {
    Form.DAY: "string",
    Form.TEXT: "string",
    Form.FLAG: "boolean",
    Form.NUMBER: "integer",
    Form.CHOICE: "string",
    Form.OBJECT: "object",
    Form.LIST: "array",
}


def schema() -> dict[str, Any]:
    """Return the schema (draft 2020-12). What it cannot say, such as that visits follow requests, ``assess`` finds."""
    definitions: dict[str, Any] = {}
    whole = _object(FactsFile, definitions)
    whole["properties"]["format"] = {"const": FORMAT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts for onroll assess",
        **whole,
        "anyOf": [{"required": [name]} for name in ("case", "pupil", "authority", "deletion")],
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """Return the schema as the file schema.json holds it."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    parts = parts_of(kind)
    made: dict[str, Any] = {
        "description": " ".join((kind.__doc__ or "").replace("``", "").split()),
        "type": "object",
        "properties": {
            part.name: _value(part.shape, definitions) | ({"minLength": 1} if part.name in NAMES else {})
            for part in parts
        },
        "additionalProperties": False,
    }
    required = [part.name for part in parts if part.required]
    return made | ({"required": required} if required else {})


def _value(shape: Shape, definitions: dict[str, Any]) -> dict[str, Any]:
    if shape.form is Form.OBJECT:
        made = _reference(shape.of, definitions)
        return {"anyOf": [made, {"type": "null"}]} if shape.may_be_null else made
    made = {"type": [TYPES[shape.form], "null"] if shape.may_be_null else TYPES[shape.form]}
    if shape.form is Form.DAY:
        made |= {"format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    if shape.form is Form.NUMBER:
        made |= {"minimum": 0, "maximum": MOST}
    if shape.form is Form.CHOICE:
        made["enum"] = [each.value for each in shape.of] + ([None] if shape.may_be_null else [])
    if shape.each is not None:
        made["items"] = _value(shape.each, definitions)
    return made


def _reference(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    # Two rooms may call different facts by one name; the room tells them apart.
    name = ".".join([*kind.__module__.split(".")[1:], kind.__name__])
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = _object(kind, definitions)
    return {"$ref": f"#/$defs/{name}"}
