"""``onroll reconcile``: who of a population is on no roll, from files alone."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from linkage.commands import Alone
from rulebook.findings import Refused

DESCRIPTION = """Compare lists of a population (births, health) with the rolls of schools, and say of every child:
on a roll, to be looked at, or on no roll. Nothing is sent anywhere, no database is used. CSV (gzip too), XLSX and
Parquet. Writes decisions.csv, set_aside.csv, summary.json and report.html into the folder."""


STEPS = 8  # that are told after the files are read: names, five stages, deciding, writing


def main(arguments: Sequence[str]) -> int:
    """Run the command; return 0 when the lists were compared, 1 when one of them was refused, 2 for wrong options."""
    options = _parser().parse_args(arguments)
    try:
        chosen = dict(_chosen(one) for one in options.column)
    except ValueError as error:
        return _refuse(f"{error}")
    if options.engine == "spark" and not find_spec("pyspark"):
        return _refuse("this installation was made without Spark. Add it with: pip install 'onroll[spark]'")
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from linkage.reconcile import Asked, reconcile
    from rulebook.identity.weigh import read_model

    console = Console(stderr=True, highlight=False)
    try:
        model = read_model(options.model)
    except (OSError, ValueError, KeyError, TypeError) as error:
        return _refuse(
            f"the model {options.model} cannot be read ({type(error).__name__}). Look at the file."
        )
    asked = Asked(
        population=options.population, roll=options.roll, out=options.out, id_column=options.id_column, chosen=chosen,
        model=model, memory=options.memory, threads=options.threads, engine=options.engine, master=options.master,
        work=options.work,
    )  # fmt: skip
    try:
        with Progress(
            TextColumn("{task.description:<42}"), BarColumn(), TimeElapsedColumn(), console=console
        ) as progress:
            task = progress.add_task("starting", total=len(asked.population) + len(asked.roll) + STEPS)
            answer = reconcile(asked, say=lambda words: progress.update(task, description=words, advance=1))
    except Refused as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        return _refuse(f"{error.strerror or error}: {error.filename or options.out}")
    show(answer, console=Console(highlight=False), out=options.out)
    return 0


class Command(Alone):
    """Compare lists with rolls."""

    help = DESCRIPTION

    def main(self, arguments: Sequence[str]) -> int:
        """Run the command."""
        return main(arguments)


def show(answer: "object", *, console: "object", out: Path) -> None:
    """Show the columns as they were understood and the table that adds up."""
    from linkage.reconcile import Answer

    assert isinstance(answer, Answer)
    say: Callable[..., None] = console.print  # type: ignore[attr-defined]
    for one in answer.files:
        used = ", ".join(f"{field} = {heading!r}" for field, heading in one.columns.items())
        say(f"{one.path.name}: {one.rows:,} rows. Read as: {used}", soft_wrap=True, markup=False)
        if one.unrecognised:
            say(f"  not used: {', '.join(map(repr, one.unrecognised))}", soft_wrap=True, markup=False)
        for finding in one.findings:
            say(f"  {finding.words}", soft_wrap=True, markup=False)
    say("")
    for name, words in (("on_roll", "on a roll"), ("review", "to look at"), ("on_no_roll", "on no roll"),
                        ("set_aside", "set aside, see set_aside.csv")):  # fmt: skip
        say(f"{answer.counts[name]:>12,}  {words}", markup=False)
    say(f"{sum(answer.counts.values()):>12,}  rows of the population, all of them", markup=False)
    say(f"\nThe answers are in {out}: open report.html", soft_wrap=True, markup=False)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onroll reconcile", description=DESCRIPTION)
    parser.add_argument(
        "--population", nargs="+", type=Path, required=True, metavar="FILE", help="lists of children"
    )
    parser.add_argument(
        "--roll", nargs="+", type=Path, required=True, metavar="FILE", help="rolls of schools"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the folder for the answers")
    parser.add_argument(
        "--id-column", metavar="NAME", help="heading of the rows' identifiers (else id, else numbers)"
    )
    parser.add_argument("--column", action="append", default=[], metavar="FIELD=HEADING",
                        help="what a column holds, if not recognised: --column birth_date='Born on'")  # fmt: skip
    parser.add_argument("--model", type=Path, metavar="FILE", help="weights other than those shipped")
    parser.add_argument("--engine", default="duckdb", choices=("duckdb", "spark"),
                        help="duckdb (this machine), or spark for lists that outgrow it")  # fmt: skip
    parser.add_argument(
        "--master", default="", metavar="URL", help="of Spark, such as local[2] (spark-submit's own)"
    )
    parser.add_argument("--work", type=Path, metavar="DIR",
                        help="a folder that is one to all of Spark's machines (else inside the answers')")  # fmt: skip
    parser.add_argument(
        "--memory", default="", metavar="SIZE", help="the most the engine may hold, such as 4GB"
    )
    parser.add_argument("--threads", type=int, default=0, metavar="N", help="processors to use (all)")
    return parser


def _chosen(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not (field and equals):
        raise ValueError(f"--column wants field=heading, as in --column birth_date='Born on', not {text!r}.")
    return field.strip(), heading.strip()


def _refuse(words: str) -> int:
    sys.stderr.write(f"onroll reconcile: {words}\n")
    return 1
