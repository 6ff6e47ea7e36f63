"""What falls due in the weeks to come, and what other numbers would make of it. Nothing here is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count

from onroll.audit.actor import Actor
from onroll.cases import facts
from onroll.cases.actions.duties import assess
from onroll.cases.queries import open_case_ids, whole_case
from onroll.duties import queries
from rulebook.parameters import Parameters
from rulebook.procedure.duty import Duty

Key = tuple[str, str]  # whose it is (a role's code), and which duty


@dataclass
class Forecast:
    """How many duties fall due: late already on ``as_of``, then by week until ``until``, both days included.

    A week is known by its Monday. ``undated`` are owed on a day that cannot be known yet.
    """

    as_of: date
    until: date
    late: Counter[Key] = field(default_factory=Counter)
    weeks: dict[date, Counter[Key]] = field(default_factory=dict)
    undated: int = 0
    later: int = 0

    def add(self, key: Key, due_on: date | None, count: int = 1) -> None:
        """Count duties under the week in which they fall due."""
        if due_on is None:
            self.undated += count
        elif due_on < self.as_of:
            self.late[key] += count
        elif due_on > self.until:
            self.later += count
        else:
            self.weeks.setdefault(monday(due_on), Counter())[key] += count

    def table(self) -> list[tuple[date, Counter[Key]]]:
        """Return every week in its order, those in which nothing falls due as well."""
        first, last = monday(self.as_of), monday(self.until)
        weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
        return [(week, self.weeks.get(week, Counter())) for week in weeks]

    def owers(self) -> list[str]:
        """Return the codes of the roles that owe anything in it."""
        return sorted({role for counted in (self.late, *self.weeks.values()) for role, _ in counted})


@dataclass(frozen=True, slots=True)
class Moved:
    """One duty of one case that other numbers would move; None for a day that is not known or a duty not owed."""

    code: str
    title: str
    before: date | None
    after: date | None


def monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def by_role(counted: Counter[Key]) -> Counter[str]:
    """Return how many of these fall to each role."""
    found: Counter[str] = Counter()
    for (role, _), count in counted.items():
        found[role] += count
    return found


def kept(by: Actor, *, until: date) -> Forecast:
    """Return what falls due by ``until`` of all that ``by`` may see, as the register now stands.

    A hold moves no date, so what it suspends counts on its day. Raises ValueError for an end that is past.
    """
    forecast = _empty(by.today, until)
    rows = (
        queries.outstanding(by).order_by().values_list("owed_by", "code", "due_on").annotate(many=Count("pk"))
    )
    for role, code, due_on, many in rows:
        forecast.add((role, code), due_on, many)
    return forecast


def tried(
    *, as_of: date, until: date, numbers: Parameters, progress: Callable[[int], None] = lambda done: None
) -> tuple[Forecast, Forecast, list[Moved]]:
    """Return what falls due with the numbers in force and with others, and each duty of an open case that moves.

    Every open case is assessed twice on the facts it has now: what people will do in the meantime is not foreseen.
    Raises ValueError for an end before ``as_of``.
    """
    now, then = _empty(as_of, until), _empty(as_of, until)
    moved: list[Moved] = []
    for before, after in _assessed(open_case_ids(), numbers=numbers):
        _add_all(now, before)
        _add_all(then, after)
        moved += _moved(before, after, as_of=as_of)
        progress(1)
    return now, then, moved


def _empty(as_of: date, until: date) -> Forecast:
    if until < as_of:
        raise ValueError(f"a forecast cannot end on {until}, before {as_of}")
    return Forecast(as_of, until)


def _assessed(
    cases: Iterable[UUID], *, numbers: Parameters
) -> Iterator[tuple[tuple[Duty, ...], tuple[Duty, ...]]]:
    for case_id in cases:
        told = facts.case_facts(whole_case(case_id))
        yield assess(told), assess(told, numbers=numbers)


def _add_all(forecast: Forecast, duties: Iterable[Duty]) -> None:
    for duty in duties:
        if _is_owed(duty, forecast.as_of):
            forecast.add((duty.owed_by, duty.code), duty.due_on)


def _is_owed(duty: Duty, as_of: date) -> bool:
    return not (duty.is_met(as_of) or duty.is_excused(as_of))


def _moved(before: Iterable[Duty], after: Iterable[Duty], *, as_of: date) -> Iterator[Moved]:
    now = {duty.identity: duty for duty in before if _is_owed(duty, as_of)}
    then = {duty.identity: duty for duty in after if _is_owed(duty, as_of)}
    for identity in sorted(now.keys() | then.keys()):
        old, new = now.get(identity), then.get(identity)
        days = (old.due_on if old else None, new.due_on if new else None)
        known = new or old
        if days[0] != days[1] and known is not None:
            yield Moved(known.code, known.title, *days)
