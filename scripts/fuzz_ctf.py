"""Transfer files damaged in every way we could think of: ``python -m scripts.fuzz_ctf [--files 50000] [--seed 1]``.

Each is read and, where it can be read, judged for sending, written and read again. It must end in a file or in a
refusal with words, within its time. Ends with 1, and leaves the file that did it in ``var/fuzz``, when one does not.

That such files go into a register whole or not at all is tried by ``tests/onroll/transfers/test_damaged_files.py``,
with as many of them as ``ONROLL_FUZZ_FILES`` says.
"""

import argparse
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from rulebook.ctf import read_transfer_file, write_transfer_file
from rulebook.ctf.write import examine
from scripts.system import ROOT, say

SAMPLES = sorted((ROOT / "tests" / "published" / "ctf").glob("*.xml"))
LEFT_IN = ROOT / "var" / "fuzz"
SECONDS = 5  # a file of a few kilobytes that takes longer hangs
MOST_BYTES = 400_000

Damage = Callable[[bytes, random.Random], bytes]


@dataclass
class Tally:
    """What came of the files: read, refused and why; written and the same again; what went wrong."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    same_again: int = 0
    wrong: list[tuple[int, str]] = field(default_factory=list)
    slowest: float = 0.0


class HangsError(Exception):
    """A file took longer than it may."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Damage, read, count; the status is 1 when a file did harm."""
    asked = argparse.ArgumentParser(prog="python -m scripts.fuzz_ctf", description=__doc__)
    asked.add_argument("--files", type=int, default=50_000)
    asked.add_argument("--seed", type=int, default=1)
    options = asked.parse_args(arguments)
    tally = try_files(options.files, seed=options.seed)
    say(f"{options.files:,} damaged files, seed {options.seed}: {tally.read:,} read, {_refused(tally)}")
    say(f"{tally.same_again:,} of those read were fit to be sent, were written, and came back the same")
    say(
        f"the slowest took {tally.slowest * 1000:.0f} ms; crashes, hangs and changed files: {len(tally.wrong)}"
    )
    for number, words in tally.wrong[:20]:
        LEFT_IN.mkdir(parents=True, exist_ok=True)
        (LEFT_IN / f"{number}.xml").write_bytes(damaged(number))
        say(f"  file {number}: {words} (left in {LEFT_IN.relative_to(ROOT)}/{number}.xml)")
    return 1 if tally.wrong else 0


def try_files(files: int, *, seed: int) -> Tally:
    """Return what came of so many damaged files; each number gives the same file for ever."""
    tally = Tally()
    for number in range(seed, seed + files):
        began = time.perf_counter()
        try:
            with _within(SECONDS):
                _try(damaged(number), tally)
        except Exception as error:  # noqa: BLE001  whatever it is, it is what is looked for
            tally.wrong.append((number, f"{type(error).__name__}: {error}"[:200]))
        tally.slowest = max(tally.slowest, time.perf_counter() - began)
    return tally


def _try(data: bytes, tally: Tally) -> None:
    reading = read_transfer_file(data)
    if reading.file is None:
        if not any(found.refuses and found.words for found in reading.findings):
            raise AssertionError("refused without a word")
        tally.refused[reading.findings[0].code] += 1
        return
    tally.read += 1
    if any(found.refuses for found in examine(reading.file)):
        return
    if read_transfer_file(write_transfer_file(reading.file)).file != reading.file:
        raise AssertionError("written and read again, it is another file")
    tally.same_again += 1


def damaged(number: int) -> bytes:
    """Return the ``number``-th damaged file: a published sample, damaged one to five times."""
    draw = random.Random(number)
    data = draw.choice(SAMPLES).read_bytes()
    for _ in range(draw.choice((1, 1, 1, 2, 3, 5))):
        data = draw.choice(DAMAGES)(data, draw)[:MOST_BYTES]
    return data


# ------------------------------------------------------------------------------------------------------------ damages
def _flip(data: bytes, draw: random.Random) -> bytes:
    made = bytearray(data or b"<")
    for _ in range(draw.randint(1, 8)):
        made[draw.randrange(len(made))] = draw.randrange(256)
    return bytes(made)


def _cut_off(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _take_out(data: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[min(end, start + 400) :]


def _put_in(data: bytes, draw: random.Random) -> bytes:
    place = draw.randrange(len(data) + 1)
    return data[:place] + draw.choice(INSERTS) + data[place:]


def _twice(data: bytes, draw: random.Random) -> bytes:
    start, end = sorted(draw.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * draw.choice((1, 2, 40)) + data[end:]


def _splice(data: bytes, draw: random.Random) -> bytes:
    other = draw.choice(SAMPLES).read_bytes()
    return data[: draw.randrange(len(data) + 1)] + other[draw.randrange(len(other)) :]


def _elements(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"<(\w+)>([^<]*)</\1>", data))


def _other_text(data: bytes, draw: random.Random) -> bytes:
    found = _elements(data)
    if not found:
        return data
    one = draw.choice(found)
    return data[: one.start(2)] + draw.choice(TEXTS) + data[one.end(2) :]


def _again(data: bytes, draw: random.Random) -> bytes:
    found = _elements(data)
    if not found:
        return data
    one = draw.choice(found)
    return data[: one.end()] + one[0] * draw.choice((1, 3, 500)) + data[one.end() :]


def _elsewhere(data: bytes, draw: random.Random) -> bytes:
    found = _elements(data)
    if not found:
        return data
    one, place = draw.choice(found), draw.choice(found).start()
    return data[:place] + one[0] + data[place:]


def _another_name(data: bytes, draw: random.Random) -> bytes:
    names = re.findall(rb"<(\w+)[>/]", data)
    if not names:
        return data
    old, new = draw.choice(names), draw.choice([*names, b"Unknown", b"x:Pupil", b"\xc3\x89cole"])
    return re.sub(rb"(</?)" + re.escape(old) + rb"(?=[>/\s])", lambda tag: tag[1] + new, data)


def _nested(data: bytes, draw: random.Random) -> bytes:
    depth = draw.choice((10, 200, 300, 4000))
    place = data.find(b"<CTFpupilData>") + 14
    return data[:place] + b"<Pupil>" * depth + b"</Pupil>" * depth + data[place:]


def _encoded(data: bytes, draw: random.Random) -> bytes:
    try:
        return data.decode("utf-8").encode(
            draw.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig"))
        )
    except (UnicodeDecodeError, UnicodeEncodeError):
        return data


def _declared(data: bytes, draw: random.Random) -> bytes:
    name = draw.choice((b"utf-16", b"shift_jis", b"ebcdic-cp-us", b"x" * 300, b"utf-7", b"iso-8859-1", b""))
    return re.sub(rb"""encoding=(["'])[^"']*["']""", b'encoding="' + name + b'"', data, count=1)


INSERTS = (
    b"<", b">", b"&", b"&amp;", b"&#0;", b"&#x110000;", b"&lt;", b"\0", b"\xff\xfe", b"\xc3", b"]]>", b"<![CDATA[",
    b"<!--", b"<!-- x -->", b"<?x y?>", b"<!DOCTYPE CTfile>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<Pupil/>",
    b"<x:Pupil/>", b"<Pupil xmlns='urn:x'/>", b"<CTfile>", b"</CTfile>", b"</Pupil>", b"\x1b[2J", b"<Phone/>" * 2000,
)  # fmt: skip
TEXTS = (
    b"", b" ", b"0", b"-1", b"99999999999999999999", b"2014-02-30", b"0000-00-00", b"9999-12-31", b"31/12/2014",
    b"2014-03-09T25:61:61", b"2014-03-09T10:00:00+99:00", b"true", b"TRUE", b"maybe", b"Y926400026001", b"XXXXXXX",
    b"\xc3\x9c" * 200, b"x" * 20_000, b"\xd9\xa1\xd9\xa2", b"\xf0\x9f\x98\x80", b"1e5", b"&#x202e;gnirts", b"NULL",
    b"<b/>",
)  # fmt: skip
DAMAGES: tuple[Damage, ...] = (
    _flip, _cut_off, _take_out, _put_in, _twice, _splice, _other_text, _other_text, _again, _elsewhere, _another_name,
    _nested, _encoded, _declared,
)  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- workings
@contextmanager
def _within(seconds: int) -> Iterator[None]:
    def too_long(number: int, frame: FrameType | None) -> None:
        raise HangsError(f"longer than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _refused(tally: Tally) -> str:
    kinds = ", ".join(f"{code} {count:,}" for code, count in tally.refused.most_common())
    return f"{tally.refused.total():,} refused ({kinds})"


if __name__ == "__main__":
    sys.exit(main())
