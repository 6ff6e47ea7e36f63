"""What falls due in the weeks to come, as the register now stands. Nothing here is written."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from onroll.audit.actor import Actor
from onroll.duties import queries

Key = tuple[str, str]  # whose it is (a role's code), and which duty


@dataclass
class Forecast:
    """How many duties fall due: late already on ``as_of``, then by week until ``until``, both days included.

    A week is known by its Monday. ``undated`` are owed on a day that cannot be known yet. ``again`` is what is not owed
    yet and comes round until then; it is in no other count.
    """

    as_of: date
    until: date
    late: Counter[Key] = field(default_factory=Counter)
    weeks: dict[date, Counter[Key]] = field(default_factory=dict)
    again: dict[date, Counter[Key]] = field(default_factory=dict)
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

    def add_again(self, key: Key, due_on: date) -> None:
        """Count a duty that comes round, under the week in which it falls due."""
        if self.as_of <= due_on <= self.until:
            self.again.setdefault(monday(due_on), Counter())[key] += 1

    def all_in(self, week: date) -> Counter[Key]:
        """Return all that falls due in a week, what comes round included."""
        return self.weeks.get(week, Counter()) + self.again.get(week, Counter())

    @property
    def outstanding(self) -> int:
        """How many are owed on ``as_of``, by whatever day."""
        return sum(
            (counts.total() for counts in (self.late, *self.weeks.values())), start=self.later + self.undated
        )

    def table(self) -> list[tuple[date, Counter[Key]]]:
        """Return every week in its order, those in which nothing falls due as well."""
        first, last = monday(self.as_of), monday(self.until)
        weeks = [first + timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
        return [(week, self.weeks.get(week, Counter())) for week in weeks]

    def owers(self) -> list[str]:
        """Return the codes of the roles that owe anything in it."""
        every = (self.late, *self.weeks.values(), *self.again.values())
        return sorted({role for counted in every for role, _ in counted})


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
    forecast = begun(as_of=by.today, until=until)
    rows = (
        queries.outstanding(by).order_by().values_list("owed_by", "code", "due_on").annotate(many=Count("pk"))
    )
    for role, code, due_on, many in rows:
        forecast.add((role, code), due_on, many)
    return forecast


def begun(*, as_of: date, until: date) -> Forecast:
    """Return a forecast with nothing counted yet. Raises ValueError for an end that is past."""
    if until < as_of:
        raise ValueError(f"a forecast cannot end on {until}, before {as_of}")
    return Forecast(as_of, until)
