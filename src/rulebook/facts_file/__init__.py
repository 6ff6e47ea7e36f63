"""Facts in a file, read and answered without a database: the format behind ``onroll assess``.

The shape of the file is that of the facts themselves, so a new fact can stand in a file as soon as there is one.
"""

from rulebook.facts_file.answering import Answer, answer, as_json
from rulebook.facts_file.reading import FactsWrong, read_facts
from rulebook.facts_file.schema import schema, schema_text
from rulebook.facts_file.shape import FORMAT, FactsFile

__all__ = [
    "FORMAT",
    "Answer",
    "FactsFile",
    "FactsWrong",
    "answer",
    "as_json",
    "read_facts",
    "schema",
    "schema_text",
]
