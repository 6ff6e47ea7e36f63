"""Questions about school attendance orders that named this school."""

from datetime import date

from rulebook.grounds.answers import Answer, Asked, Reply, failed, met, not_known, not_yet
from rulebook.grounds.facts import AttendanceOrder, RevokedFor
from rulebook.wording import long_date


def no_order_names_school(asked: Asked) -> Reply:
    """Whether no school attendance order names this school on the day."""
    orders = asked.facts.orders
    if orders is None:
        return not_known("Nobody has said whether a school attendance order names this school.")
    standing = [order for order in orders if order.names_this_school(asked.on)]
    if not standing:
        return met("No school attendance order names this school.")
    words = f"An order of {long_date(max(order.made_on for order in standing))} names this school."
    ends = [order.ended_on() or date.max for order in standing]
    if date.max in ends:
        return failed(words)
    return not_yet(f"{words} It does so until {long_date(max(ends))}.", met_from=max(ends))


def order_names_another(asked: Asked) -> Reply:
    """Whether the order that named this school now names another."""
    orders = _orders(asked)
    if not orders:
        return _no_order(asked)
    changed_on = min((order.names_another_from for order in orders if order.names_another_from), default=None)
    if changed_on is None:
        return failed("The order that names this school has not been changed.")
    words = f"The order names another school since {long_date(changed_on)}."
    return met(words) if changed_on <= asked.on else not_yet(words, met_from=changed_on)


def order_revoked_for_education(asked: Asked) -> Reply:
    """Whether the order was revoked because suitable education otherwise than at school has been arranged."""
    orders = _orders(asked)
    if not orders:
        return _no_order(asked)
    revoked = [order for order in orders if order.revoked_on is not None]
    if not revoked:
        return failed("The order that names this school has not been revoked.")
    fitting = [order for order in revoked if order.revoked_for is RevokedFor.EDUCATION_OTHERWISE]
    if fitting:
        return _revoked(fitting, asked)
    if any(order.revoked_for is None for order in revoked):
        return not_known("The order was revoked; why is not recorded.")
    return failed(
        "The order was revoked for another reason than suitable education otherwise than at school."
    )


def order_replaced_or_revoked(asked: Asked) -> Reply:
    """Whether another school was put in the order's place, or it was revoked for education otherwise (8(1)(a))."""
    replaced, revoked = order_names_another(asked), order_revoked_for_education(asked)
    if replaced.answer is Answer.MET or (replaced.pending and revoked.answer is not Answer.MET):
        return replaced
    return revoked


def _orders(asked: Asked) -> tuple[AttendanceOrder, ...]:
    return tuple(order for order in asked.facts.orders or () if order.made_on <= asked.on)


def _no_order(asked: Asked) -> Reply:
    if asked.facts.orders is None:
        return not_known("Nobody has said whether a school attendance order named this school.")
    return failed("No school attendance order named this school by that day.")


def _revoked(orders: list[AttendanceOrder], asked: Asked) -> Reply:
    revoked_on = min(order.revoked_on for order in orders if order.revoked_on is not None)
    words = (
        f"The order was revoked on {long_date(revoked_on)} for suitable education otherwise than at school."
    )
    return met(words) if revoked_on <= asked.on else not_yet(words, met_from=revoked_on)
