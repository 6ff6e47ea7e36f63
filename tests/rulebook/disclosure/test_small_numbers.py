"""What leaves points at nobody: no hidden number can be worked out, from one table, two margins, or 24 months."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.disclosure.small_numbers import FEWEST, Shown, Sum, protect, rounded

FAR = 10_000
COUNTS = st.integers(0, 30)


@dataclass(frozen=True)
class Range:
    """What a reader can know of a number: that it lies between these, both included."""

    least: int
    most: int

    def __contains__(self, number: int) -> bool:
        return self.least <= number <= self.most

    @property
    def pins(self) -> bool:
        """Whether it can be one number only."""
        return self.least == self.most


def read(shown: Shown) -> Range:
    """Return what one number tells by itself, to a reader who knows the rule."""
    if shown.number is None:
        return Range(1, FAR)
    if shown.number == 0:
        return Range(0, 0)
    return Range(max(FEWEST, shown.number - 2), shown.number + 2)


def work_out(shown: dict[str, Shown], sums: list[Sum[str]]) -> dict[str, Range]:
    """Return what a reader knows of every number who works through all sums until nothing more follows."""
    known = {key: read(each) for key, each in shown.items()}
    while True:
        before = dict(known)
        for each in sums:
            parts = [known[part] for part in each.parts]
            total = known[each.total]
            known[each.total] = Range(
                max(total.least, sum(part.least for part in parts)),
                min(total.most, sum(part.most for part in parts)),
            )
            for part in each.parts:
                others = [known[other] for other in each.parts if other != part]
                known[part] = Range(
                    max(known[part].least, known[each.total].least - sum(other.most for other in others)),
                    min(known[part].most, known[each.total].most - sum(other.least for other in others)),
                )
        if known == before:
            return known


def one_line(counts: list[int]) -> tuple[dict[str, int], list[Sum[str]]]:
    """Return a table of one line with its total."""
    parts = {f"part {number}": count for number, count in enumerate(counts)}
    return {**parts, "all": sum(counts)}, [Sum("all", tuple(parts))]


def two_ways(rows: list[list[int]]) -> tuple[dict[str, int], list[Sum[str]]]:
    """Return a table of lines and columns, each with its total, and the total of all."""
    counts: dict[str, int] = {}
    sums: list[Sum[str]] = []
    lines, columns = range(len(rows)), range(len(rows[0]))
    for line in lines:
        counts |= {f"{line}/{column}": rows[line][column] for column in columns}
        counts[f"line {line}"] = sum(rows[line])
        sums.append(Sum(f"line {line}", tuple(f"{line}/{column}" for column in columns)))
    for column in columns:
        counts[f"column {column}"] = sum(rows[line][column] for line in lines)
        sums.append(Sum(f"column {column}", tuple(f"{line}/{column}" for line in lines)))
    counts["all"] = sum(map(sum, rows))
    sums.append(Sum("all", tuple(f"line {line}" for line in lines)))
    sums.append(Sum("all", tuple(f"column {column}" for column in columns)))
    return counts, sums


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ([3, 41], ["c", "c", "45"]),  # the other one would give it away
        ([3, 2, 41], ["c", "c", "40", "45"]),  # two that make 5 hide each other
        ([1, 1, 9, 41], ["c", "c", "c", "40", "50"]),  # two that make 2 would be 1 and 1
        ([3, 0, 0], ["c", "0", "0", "c"]),  # alone: the total is the same small number
        ([7, 12], ["5", "10", "20"]),  # nothing small: rounded, each for itself
        ([0, 0], ["0", "0", "0"]),
        ([4, 1], ["c", "c", "5"]),
    ],
)
def test_small_numbers_and_what_gives_them_away_are_hidden(parts: list[int], shown: list[str]) -> None:
    counts, sums = one_line(parts)

    assert [str(each) for each in protect(counts, sums=sums).values()] == shown


@given(st.lists(COUNTS, min_size=1, max_size=6))
def test_no_hidden_number_of_a_line_can_be_worked_out(parts: list[int]) -> None:
    counts, sums = one_line(parts)

    nobody_is_pinned(counts, sums)


@given(st.lists(st.lists(COUNTS, min_size=3, max_size=3), min_size=2, max_size=4))
def test_no_hidden_number_can_be_worked_out_from_lines_and_columns(rows: list[list[int]]) -> None:
    counts, sums = two_ways(rows)

    nobody_is_pinned(counts, sums)


def nobody_is_pinned(counts: dict[str, int], sums: list[Sum[str]]) -> None:
    """Every number lies where a reader can know it to, and none that is hidden can be one number only."""
    shown = protect(counts, sums=sums)
    known = work_out(shown, sums)
    assert all(counts[key] in known[key] for key in counts)
    assert all(shown[key].is_hidden for key, count in counts.items() if 0 < count < FEWEST)
    assert not [key for key in counts if shown[key].is_hidden and known[key].pins]


@given(
    start=st.lists(COUNTS, min_size=3, max_size=5),
    moves=st.lists(st.tuples(st.integers(0, 4), st.sampled_from([-1, 1])), min_size=23, max_size=23),
)
def test_no_two_of_24_months_differ_by_a_number_that_can_be_worked_out(
    start: list[int], moves: list[tuple[int, int]]
) -> None:
    months = [start]
    for place, by in moves:
        following = list(months[-1])
        following[place % len(start)] = max(0, following[place % len(start)] + by)
        months.append(following)
    tables = [one_line(month) for month in months]
    known = [work_out(protect(counts, sums=sums), sums) for counts, sums in tables]

    for (then, now), ((counts_then, _), (counts_now, _)) in zip(
        pairwise(known), pairwise(tables), strict=True
    ):
        for key in counts_then:
            least, most = now[key].least - then[key].most, now[key].most - then[key].least
            if counts_then[key] or counts_now[key]:
                assert least < most, (key, counts_then, counts_now)


@given(COUNTS)
def test_rounding_moves_a_number_by_two_at_most_and_a_shown_one_never_to_nought(count: int) -> None:
    assert abs(rounded(count) - count) <= 2
    assert count < FEWEST or rounded(count) >= FEWEST


def test_a_table_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="its parts give 5"):
        protect({"a": 2, "b": 3, "all": 6}, sums=[Sum("all", ("a", "b"))])
    with pytest.raises(ValueError, match="expected 0 or more"):
        protect({"a": -1}, sums=[])
