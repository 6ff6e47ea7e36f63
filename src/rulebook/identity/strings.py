"""How alike two short texts are: one slip of the pen apart, or alike by Jaro and Winkler's measure."""

from functools import lru_cache


def is_one_edit(a: str, b: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes ``a`` into ``b``; not when equal.

    >>> is_one_edit("smith", "smyth"), is_one_edit("ethan", "ehtan"), is_one_edit("ann", "anna")
    (True, True, True)
    >>> is_one_edit("ann", "ann")
    False
    """
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    shorter = min(len(a), len(b))
    while start < shorter and a[start] == b[start]:
        start += 1
    if len(a) == len(b):
        changed = a[start + 1 :] == b[start + 1 :]
        swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
        return changed or swapped
    if len(a) > len(b):
        a, b = b, a
    return a[start:] == b[start + 1 :]


@lru_cache(maxsize=100_000)
def jaro_winkler(a: str, b: str) -> float:
    """Return how alike two texts are, from 0 (nothing shared) to 1 (equal), with weight on a common beginning.

    >>> round(jaro_winkler("martha", "marhta"), 4), jaro_winkler("abc", "xyz"), jaro_winkler("", "a")
    (0.9611, 0.0, 0.0)
    """
    if a == b:
        return 1.0
    if a > b:  # the same pair either way round, so that the answer cannot depend on the order
        a, b = b, a
    jaro = _jaro(a, b)
    if jaro <= 0.7:  # Winkler's own limit: a common beginning counts only where the rest is alike
        return jaro
    prefix = 0
    for x, y in zip(a[:4], b[:4], strict=False):
        if x != y:
            break
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def _jaro(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken = [False] * len(b)
    from_a: list[str] = []
    for i, letter in enumerate(a):
        for j in range(max(0, i - reach), min(len(b), i + reach + 1)):
            if not taken[j] and b[j] == letter:
                taken[j] = True
                from_a.append(letter)
                break
    shared = len(from_a)
    if shared == 0:
        return 0.0
    from_b = (letter for letter, is_taken in zip(b, taken, strict=True) if is_taken)
    out_of_order = sum(x != y for x, y in zip(from_a, from_b, strict=True)) // 2  # whole swaps
    return (shared / len(a) + shared / len(b) + (shared - out_of_order) / shared) / 3
