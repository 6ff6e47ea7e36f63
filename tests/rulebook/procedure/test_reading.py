"""What rules read out of the facts: visits by their request, addresses by name or by the day."""

from datetime import date

from rulebook.procedure.facts import CaseFacts, KnownAddress, Visit, VisitOutcome, VisitRequest
from rulebook.procedure.reading import addresses_of, calls_at, visits_under

DAY = date(2026, 9, 10)


def _visit(name: str, day: int, *, request: str = "", address: str = "") -> Visit:
    return Visit(
        id=name,
        visited_on=date(2026, 9, day),
        outcome=VisitOutcome.NO_ANSWER,
        request=request,
        address=address,
    )


def _case(*visits: Visit) -> CaseFacts:
    return CaseFacts(
        subject="case-1",
        opened_on=DAY,
        visit_requests=(
            VisitRequest(id="c", sent_on=DAY, address="a"),
            VisitRequest(id="c", sent_on=DAY, address="b"),
        ),
        addresses=(
            KnownAddress(id="a", known_from=date(2026, 9, 1)),
            KnownAddress(id="b", known_from=date(2026, 9, 15)),
        ),
        visits=visits,
    )


def _ids(visits: object) -> list[str]:
    return [visit.id for visit in visits]  # type: ignore[attr-defined]


def test_visits_of_a_request_are_those_that_name_it_and_those_since_that_name_none() -> None:
    facts = _case(
        _visit("before", 9),
        _visit("since", 10),
        _visit("named", 9, request="c"),
        _visit("x", 11, request="d"),
    )

    assert sorted(_ids(visits_under(facts.visit_requests[0], facts=facts))) == ["named", "since"]


def test_a_request_without_an_id_has_every_visit_that_names_none() -> None:
    facts = _case(_visit("before", 9), _visit("since", 10), _visit("named", 9, request="c"))

    assert _ids(visits_under(VisitRequest(id="", sent_on=DAY), facts=facts)) == ["before", "since"]


def test_a_visit_was_made_to_its_own_address_or_its_first_requests_or_those_known() -> None:
    own, asked, known = _visit("own", 20, address="b"), _visit("asked", 20, request="c"), _visit("known", 14)
    facts = _case(own, asked, known)

    assert [_ids(addresses_of(visit, facts=facts)) for visit in (own, asked, known)] == [["b"], ["a"], ["a"]]
    assert _ids(calls_at(facts.addresses[0], facts=facts)) == ["known", "asked"]
    assert calls_at(KnownAddress(id="z", known_from=DAY), facts=facts) == ()
