"""The county's patients and applications compared with its rolls, so that there is a table to look at."""

from datetime import date, datetime

from onroll.access.actors import actor_for
from onroll.demonstration.county import Written
from onroll.demonstration.filling import Progress, load
from onroll.demonstration.setting_up import Authority
from onroll.reconciliation import actions
from onroll.reconciliation.models import Comparison

LISTS = ("patients", "applications")


def compare_lists(written: Written, authority: Authority, *, at: datetime, progress: Progress) -> Comparison:
    """Take in the lists, compare them, and return the comparison as the CME Assistant asked for it."""
    by = actor_for(authority.users["cmea-1"], at=at, request_id="demonstration")
    day: date = by.today
    paths = [path for name in LISTS for path in written.population if path.name.startswith(name)]
    progress("Lists compared with the rolls", 0, len(paths) + 1)
    files = []
    for number, path in enumerate(paths, start=1):
        files.append(load(path, kind="population", as_of=day, by=by))
        progress("Lists compared with the rolls", number, len(paths) + 1)
    row = actions.ask_for_comparison(files, as_of_on=day, by=by)
    row = actions.run_comparison(row, by=by)
    progress("Lists compared with the rolls", len(paths) + 1, len(paths) + 1)
    return row
