"""``onroll assess``: who owes what by when and why, from a file of facts, without settings and without a database."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from rulebook.facts_file import Answer, FactsWrong, answer, as_json, read_facts, schema_text
from rulebook.findings import Finding
from rulebook.grounds import Verdict
from rulebook.parameters import ParametersWrong, load
from rulebook.parameters.values import MARKS
from rulebook.procedure import Duty
from rulebook.procedure.roles import ROLES
from rulebook.wording import weekday_date

LONDON = ZoneInfo("Europe/London")


class Command:
    """Answer a facts file. Not a command of Django's: it must run where nothing is installed but this."""

    help = (
        "Say who owes what by when and why, and whether a name may be deleted from a register, from a file of facts. "
        "Reads no database and writes nothing. The file: docs/how-to/assess.md. Ends with status 1 when the file or "
        "its facts cannot be right."
    )

    def run_from_argv(self, argv: list[str]) -> None:
        """Run with the words of the command line, and leave with its status."""
        options = _parser(" ".join(argv[:2])).parse_args(argv[2:])
        if options.schema:
            sys.stdout.write(schema_text())
            return
        try:
            given = _answer(options)
        except (FactsWrong, ParametersWrong) as wrong:
            _refuse(wrong.findings, options)
        except OSError as fault:
            sys.exit(f"onroll assess: {fault.filename} cannot be read ({fault.strerror}). Look at its name.")
        if options.json:
            _write_json(as_json(given))
        else:
            sys.stdout.write("\n".join(_lines(given)) + "\n")
        if not given.can_be_right:
            sys.exit(1)


def _parser(program: str) -> ArgumentParser:
    parser = ArgumentParser(prog=program, description=Command.help)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--facts", metavar="FILE", help="the file of facts (JSON); - reads standard input")
    what.add_argument(
        "--schema", action="store_true", help="write the JSON Schema of the file, and nothing else"
    )
    parser.add_argument("--as-of", metavar="DATE", type=_day, help="the day asked about (default: today)")
    parser.add_argument("--local", metavar="FILE", type=Path, help="the authority's own local.toml")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no day: expected one such as 2026-11-09") from None


def _answer(options: Namespace) -> Answer:
    from_input = options.facts == "-"
    text = sys.stdin.buffer.read() if from_input else Path(options.facts).read_bytes()
    file = read_facts(text, name="standard input" if from_input else options.facts)
    as_of = options.as_of or datetime.now(LONDON).date()
    return answer(file, as_of=as_of, parameters=load(options.local))


def _refuse(findings: tuple[Finding, ...], options: Namespace) -> None:
    if options.json:
        _write_json(
            {"findings": [{"code": each.code, "where": each.where, "words": each.words} for each in findings]}
        )
        sys.exit(1)
    sys.exit("\n".join(each.words for each in findings))


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


def _lines(given: Answer) -> Iterator[str]:
    yield f"As of {weekday_date(given.as_of)}"
    for finding in given.findings:
        yield f"\nLook at {finding.where}: {finding.words}"
    if not given.is_sound:
        yield "\nNothing was worked out: correct the facts first."
    outstanding = [duty for duty in given.duties if duty.standing(given.as_of).outstanding]
    settled = [duty for duty in given.duties if duty not in outstanding]
    for title, duties in (("Owed", outstanding), ("Done, or no longer owed", settled)):
        if duties:
            yield f"\n{title}"
        for duty in duties:
            yield from _duty(duty, given.as_of)
    if given.is_sound and not given.duties and given.verdict is None:
        yield "\nNothing is owed."
    if given.verdict is not None:
        yield from _verdict(given.verdict)


def _duty(duty: Duty, as_of: date) -> Iterator[str]:
    yield f"\n  {duty.title}: {duty.standing_words(as_of)}"
    due = f", by {weekday_date(duty.due_on)}" if duty.due_on else ""
    yield f"    {ROLES[duty.owed_by]}{due}"
    yield f"    {duty.because}"
    yield f"    {duty.counted}"
    yield f"    {duty.source}{_mark(duty.mark)}"


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"\nDeletion from the register\n\n  {verdict.headline}"
    for finding in verdict.findings:
        if not finding.code.startswith("ground-") or not verdict.questions:
            yield f"  {finding.words}"
    for question in verdict.questions:
        yield f"\n  {question.asks} {question.answer.value.capitalize()}."
        yield f"    {question.because}{'' if question.is_met else f' {question.then}'}"
        if question.counted:
            yield f"    {question.counted}"
        yield f"    {question.source}{_mark(question.mark)}"
    for owed in verdict.returns:
        yield f"\n  {owed.words}: {owed.exempt or _by(owed.due_on, owed.counted)}"
        yield f"    {owed.source}{_mark(owed.mark)}"
    if verdict.transfer is not None:
        file = verdict.transfer
        to = f" Address it to {file.addressed_to}." if file.addressed_to else ""
        yield f"\n  Transfer file: {_by(file.due_on, file.counted)}\n    {file.words}{to}"
        yield f"    {file.source}{_mark(file.mark)}"


def _by(due_on: date | None, otherwise: str) -> str:
    return f"by {weekday_date(due_on)}" if due_on else otherwise


def _mark(mark: str) -> str:
    return "" if mark == "S" else f" ({MARKS[mark]})"
