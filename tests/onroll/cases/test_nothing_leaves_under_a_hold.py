"""Whatever officers try, in whatever order: while a hold stands over a family, nothing leaves for it by any route.

A sequence is fourteen steps. Sixteen share what they begin with: after the 6th, 9th, 11th and 13th step the office
goes on in two ways that differ in what is tried next, each from the same rows, so that sixteen sequences cost 52 steps
and not 224. Every sixteen are drawn from a seed of their own; a failure names the seed and the ways. A run of all tests
tries a few; ``make test-holds SEQUENCES=20000`` tries as many as it says, from ``ONROLL_HOLD_SEED`` on, in shares side
by side.
"""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from onroll.access.models import User
from onroll.access.policy import PermissionRefused
from onroll.cases import actions
from onroll.cases.actions import Paper
from onroll.cases.letters import Named
from onroll.cases.models import Case, Referral, VisitLetter, VisitRequest
from onroll.cases.order_models import AttendanceOrder, ServedHow
from onroll.cases.papers import Reader
from onroll.people.told import NewChild, NewParent
from onroll.release.models import Disclosure, Hold, HoldKind, KeptDocument, Message, MessageState
from rulebook.findings import Refused
from rulebook.procedure.outcomes import Reply
from tests import people
from tests.factories import cases as make
from tests.factories.world import World
from tests.onroll.cases.served import meeting, served

SEQUENCES = int(os.environ.get("ONROLL_HOLD_SEQUENCES", "64"))
SEED = int(os.environ.get("ONROLL_HOLD_SEED", "1"))
SHARES = int(os.environ.get("ONROLL_HOLD_SHARES", "1"))
STEPS = 14
FORKS = (6, 9, 11, 13)  # after so many steps a sequence goes on in two ways
TOGETHER = 2 ** len(FORKS)  # how many sequences begin with the same steps
MOTHER, MAILBOX = "Liska Testlost", "liska@family.example"
SCHOOL = Named(school="Elmbrook Primary School")
PARENT = NewParent(name=MOTHER, phone="01632 960123", email=MAILBOX)


@dataclass
class Office:
    """A family of two, the officers who act, and what they may try; one step a minute."""

    world: World
    cases: list[Case]
    relative: User  # an assistant who bears the mother's name
    other: User  # one more attendance officer
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    given: dict[Any, Any] = field(default_factory=dict)  # who had each CME 4 when the hold was placed
    held: bool = False  # whether a hold stood at some time in this sequence
    ended: Counter[bool] = field(default_factory=Counter)  # how many sequences came to their end, by ``held``
    ways: str = ""  # which of the two ways was gone at each fork

    @property
    def holds(self) -> list[Hold]:
        """The holds that stand, the oldest first."""
        return list(Hold.objects.unscoped("a test").filter(lifted_at=None).order_by("placed_at"))

    def case(self) -> Case:
        """Return one of the cases, as it now stands."""
        return Case.objects.unscoped("a test").get(pk=self.chance.choice(self.cases).pk)

    def one(self, rows: Any) -> Any:
        """Return one of some rows; refuse the step where there is none."""
        found = list(rows)
        if not found:
            raise LookupError
        return self.chance.choice(found)

    def by(self, *roles: str) -> Any:
        """Return one of those who may do it."""
        return self.world.by(self.chance.choice(roles))

    def go_on(self, seed: int, *, done: int = 0) -> None:
        """Take the steps that remain, in both ways at each fork: each from the same rows, each undone at its end."""
        until = next((fork for fork in FORKS if fork > done), STEPS)
        other_than = ""
        if done:  # at a fork: two ways
            at, given, held, ways = self.world.at, self.given, self.held, self.ways
            for way in "ab":
                self.world.at, self.given, self.held, self.ways = at, dict(given), held, ways + way
                self.chance = random.Random(f"{seed}{self.ways}")
                with transaction.atomic():
                    other_than = self.step(other_than=other_than)
                    self.take(done + 1, until, seed)
                    transaction.set_rollback(True)
            return
        self.chance = random.Random(seed)
        with transaction.atomic():
            self.take(0, until, seed)
            transaction.set_rollback(True)

    def take(self, done: int, until: int, seed: int) -> None:
        """Take the steps up to the next fork, and go on from there; count the sequence where it ends."""
        for _ in range(done, until):
            self.step()
        if until < STEPS:
            self.go_on(seed, done=until)
        else:
            self.ended[self.held] += 1

    def step(self, *, other_than: str = "") -> str:
        """Try one thing, look that nothing left that a hold forbids, and return what was tried."""
        self.world.at += timedelta(minutes=1)
        name = self.chance.choice([each for each in NAMES if each != other_than])
        before = bool(self.holds)
        try:
            with transaction.atomic():
                ROUTES[name](self)
            self.done[name] += 1
        except (Refused, PermissionRefused) as refused:
            held = isinstance(refused, Refused) and any("held" in each.code for each in refused.findings)
            self.refused["by a hold" if held else name] += 1
        except LookupError:
            self.refused["nothing there"] += 1
        if not before and self.holds:
            self.given = dict(every(VisitRequest).values_list("pk", "officer_id"))
        if holds := self.holds:
            self.held = True
            assert not self.left_since(holds[0].placed_at), name
        return name

    def left_since(self, placed_at: datetime) -> list[str]:
        """Return what left for the family, or was handed out to call on it, since a hold was placed."""
        messages = list(every(Message).exclude(state=MessageState.CANCELLED))
        to_family = [
            row for row in messages if row.to_family or MAILBOX in row.to_address or row.to_name == MOTHER
        ]
        lists = every(Disclosure).filter(product="register-list", recipient=MOTHER, decided_at__gt=placed_at)
        lists = lists.exclude(child=None)  # the file itself: whoever is on it has a disclosure of their own
        return [
            *(f"waits: {row.kind}" for row in to_family if row.state == MessageState.QUEUED),
            *(f"left: {row.kind}" for row in to_family if row.sent_at and row.sent_at > placed_at),
            *(f"asked for: {row.pk}" for row in every(VisitRequest).filter(recorded_at__gt=placed_at)),
            *(f"letter: {row.pk}" for row in every(VisitLetter).filter(recorded_at__gt=placed_at)),
            *(
                f"sheet: {row.pk}"
                for row in every(KeptDocument).filter(kind="visit-sheet", made_at__gt=placed_at)
            ),
            *(f"list: {row.pk}" for row in lists),
            *(
                f"handed on: {row.pk}"
                for row in every(VisitRequest).exclude(officer=None)
                if row.officer_id != self.given.get(row.pk, row.officer_id)
            ),
        ]


def every(model: Any) -> Any:
    return model.objects.unscoped("a test")


def order_of(office: Office) -> AttendanceOrder:
    found: AttendanceOrder = office.one(every(AttendanceOrder).filter(case__in=office.cases))
    return found


def now(office: Office, case: Case) -> Any:
    return served(case, office.world)


def place_hold(office: Office) -> None:
    if office.holds:
        raise LookupError
    kind = HoldKind.NO_APPROACH_FAMILY
    actions.place_case_hold(
        office.case(), kind=kind, reason="Forced marriage is feared", by=office.by("CMEA", "AEM")
    )


def lift_hold(office: Office) -> None:
    hold = office.one(office.holds)
    if hold.lift_asked_at is None:
        actions.ask_to_lift_hold(hold, reason="The police have spoken with her", by=office.by("CMEA"))
    else:
        actions.lift_case_hold(hold, by=office.by("AEM"))


def ask_for_visit(office: Office) -> None:
    make.ask_for_visit(office.case(), office.world, urgent=office.chance.random() < 0.3, by=office.by("CMEA"))


def give_visit(office: Office) -> None:
    request = office.one(every(VisitRequest).filter(taken_back_on=None))
    actions.allocate_officer(request, officer=office.world.user("AIO"), by=office.by("ARM"))


def reassign(office: Office) -> None:
    cases = [case.pk for case in office.cases]
    actions.reassign_cases(cases, officer=office.other, because="On leave", by=office.by("ARM"))


def visit_letter(office: Office) -> None:
    request = office.one(every(VisitRequest).filter(taken_back_on=None))
    day = office.world.by("CMEA", days=7).today
    actions.write_visit_letter(request, visit_on=day, by=office.by("AIO", "CMEA"))


def visit_sheet(office: Office) -> None:
    request = office.one(every(VisitRequest).filter(taken_back_on=None))
    actions.print_visit_sheet(request, reader=Reader(sees=True, guarded=True), by=office.by("AIO", "CMEA"))


def appointment(office: Office) -> None:
    case = office.case()
    actions.write_appointment(
        case, meeting=meeting(office.world), address=make.address_of(case), by=office.by("CMEA", "ARM")
    )


def begin_order(office: Office) -> None:
    actions.begin_order(office.case(), because="Not taken up", by=office.by("CMEA"))


def write_paper(office: Office) -> None:
    order, by = order_of(office), office.by("CMEA", "ARM")
    on = now(office, order.case)
    write = office.chance.choice(["notice", "school", "order", "vary"])
    if write == "notice":
        actions.write_notice_to_satisfy(order, served=on, because="No school", by=by)
    elif write == "school":
        actions.write_notice_of_school(order, served=on, named=SCHOOL, by=by)
    elif write == "order":
        actions.write_attendance_order(order, served=on, named=SCHOOL, by=by)
    else:
        actions.vary_order(order, served=on, named=Named(school="Mere School"), words="Asked", by=by)


def hand_over_paper(office: Office) -> None:
    order, by = order_of(office), office.by("CMEA")
    paper = office.chance.choice(list(Paper))
    actions.record_paper_served(order, paper=paper, on=by.today, how=ServedHow.BY_HAND, by=by)


def answer_paper(office: Office) -> None:
    by = office.by("CMEA")
    actions.record_order_answer(
        order_of(office), satisfied=False, expedient=True, on=by.today, words="Nothing", by=by
    )


def told_by_the_mother(office: Office) -> None:
    """A notice comes from the mother's own mailbox, and is answered by itself where it may be."""
    make.receive(
        office.world, by=office.world.public(), referrer_name=MOTHER, referrer_email=MAILBOX,
        referrer_is_professional=False,
    )  # fmt: skip


def link_notice(office: Office) -> None:
    row = office.one(every(Referral).filter(triaged_at=None))
    actions.link_referral(row, child=office.case().child, because="the same name", by=office.by("CMEA"))


def answer_notice(office: Office) -> None:
    row = office.one(every(Referral).all())
    reply = office.chance.choice(list(Reply))
    actions.answer_referrer(row, reply=reply, by=office.by("CMEA"))


def post_by_hand(office: Office) -> None:
    row = office.one(every(Message).filter(channel="post"))
    actions.post_letter(row, by=office.by("CMEA", "AIO"))


def send_again(office: Office) -> None:
    row = office.one(every(Message).all())
    actions.send_message_again(row, by=office.by("CMEA"))


def carry_post(office: Office) -> None:
    actions.deliver_post(by=office.world.night())


def take_list_out(office: Office) -> None:
    actions.export_register(
        [case.pk for case in office.cases], filters={}, purpose="To work from", file_format="csv",
        by=office.world.as_user(office.relative),
    )  # fmt: skip


def remind(office: Office) -> None:
    actions.chase_holder(office.case(), by=office.by("CMEA"))


def days_pass(office: Office) -> None:
    office.world.at += timedelta(days=office.chance.choice([1, 15]))


def night(office: Office) -> None:
    for case in office.cases:
        actions.refresh_case(case.pk, by=office.world.night())


ROUTES: dict[str, Callable[[Office], None]] = {
    each.__name__: each
    for each in (
        place_hold, lift_hold, ask_for_visit, give_visit, reassign, visit_letter, visit_sheet, appointment, begin_order,
        write_paper, hand_over_paper, answer_paper, told_by_the_mother, link_notice, answer_notice, post_by_hand,
        send_again, carry_post, take_list_out, remind, days_pass, night,
    )
}  # fmt: skip


NAMES = [
    *sorted(ROUTES),
    *["place_hold"] * 3,
    *["write_paper"] * 2,
    "hand_over_paper",
    "carry_post",
]  # drawn more often


@pytest.mark.requirement("HOLD-1")
@pytest.mark.parametrize("share", range(SHARES))
def test_nothing_leaves_for_a_held_family_in_whatever_order_officers_act(
    world: World, record_property: Callable[[str, object], None], share: int
) -> None:
    child = NewChild(
        forenames="Rowan", surname="Testlost", birth_date=people.ROWAN.birth_date, addresses=people.ROWAN.addresses,
        parents=(PARENT,),
    )  # fmt: skip
    cases = [make.open_case(world, child), make.open_case(world, people.IDRIS)]
    make.make_sibling(cases[1].child, of=cases[0].child)
    make.check(cases[0], world)
    make.give_to_officer(make.ask_for_visit(cases[0], world), world)
    actions.begin_order(cases[0], because="Not taken up", by=world.by("CMEA"))
    relative = world.another("CMEA", name=MOTHER)
    other = world.another("AIO", area=world.north, name="Second Officer")
    begun, done, refused, ended = world.at, Counter[str](), Counter[str](), Counter[bool]()
    started = time.monotonic()

    for seed in range(SEED + share, SEED + -(-SEQUENCES // TOGETHER), SHARES):
        office = Office(world=world, cases=cases, relative=relative, other=other, chance=random.Random(seed))
        world.at = begun
        try:
            office.go_on(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, ways {office.ways or 'none yet'}: {error}") from error
        done += office.done
        refused += office.refused
        ended += office.ended

    pace = f"{ended.total()} sequences, {ended.total() / (time.monotonic() - started):.0f} a second"
    record_property("enumerated", f"{pace}: {dict(done)}; refused: {dict(refused)}")
    assert ended.total() >= SEQUENCES // SHARES - TOGETHER, "as many were tried as were asked for"
    assert ended[True] >= ended.total() // 2, "in most a hold stood"
    assert refused["by a hold"] >= ended.total() // 4, "and stood in the way"
