"""Questions about the pupil: age, death, boarding, staying on."""

from rulebook.grounds.answers import Answer, Asked, Reply, failed, happened, met, not_known, not_yet, told
from rulebook.school_days.ages import compulsory_school_age
from rulebook.wording import long_date, weekday_date


def of_compulsory_age(asked: Asked) -> Reply:
    """Whether the pupil is of compulsory school age on the day. Source: Education Act 1996 s.8."""
    if asked.facts.born_on is None:
        return not_known("No date of birth is recorded.")
    ages = compulsory_school_age(asked.facts.born_on)
    if asked.on < ages.starts_on:
        return failed(f"Compulsory school age starts on {long_date(ages.starts_on)}.")
    if asked.on > ages.ends_on:
        return failed(f"Compulsory school age ended on {long_date(ages.ends_on)}.")
    return met(f"Of compulsory school age until the end of {long_date(ages.ends_on)}.")


def of_compulsory_age_2006(asked: Asked) -> Reply:
    """Whether regulation 8(1) of 2006 is for this pupil; what it says of other pupils is not held, so not known."""
    reply = of_compulsory_age(asked)
    if reply.answer is not Answer.FAILED:
        return reply
    return not_known(f"{reply.because} The grounds of 2006 for a pupil outside that age are not held here.")


def not_of_compulsory_age(asked: Asked) -> Reply:
    """Whether the pupil is below or above compulsory school age on the day. Source: Education Act 1996 s.8."""
    reply = of_compulsory_age(asked)
    if asked.facts.born_on is None:
        return reply
    return (failed if asked.on in compulsory_school_age(asked.facts.born_on) else met)(reply.because)


def has_died(asked: Asked) -> Reply:
    """Whether the pupil had died by that day."""
    return happened(asked.facts.died_on, asked=asked, what="The pupil died on")


def not_stand_in_another(asked: Asked) -> Reply:
    """Whether the case falls under neither the death nor the permanent exclusion of the pupil."""
    died_on, exclusion = asked.facts.died_on, asked.facts.exclusion
    if died_on is not None and died_on <= asked.on:
        return failed("The pupil has died, which is ground 8(1)(j).")
    if exclusion is not None and exclusion.stands(asked.on):
        return failed("The pupil was permanently excluded, which is ground 8(1)(m).")
    return met("Neither a death nor a permanent exclusion stands on that day.")


def boarder(asked: Asked) -> Reply:
    """Whether the pupil boards at the school."""
    return told(
        asked.facts.boarder, yes="The pupil is a boarder.", no="The pupil is not a boarder.", met_by=True
    )


def not_a_boarder(asked: Asked) -> Reply:
    """Whether the pupil does not board at the school."""
    return told(
        asked.facts.boarder, yes="The pupil is a boarder.", no="The pupil is not a boarder.", met_by=False
    )


def certified_unfit(asked: Asked) -> Reply:
    """Whether the school medical officer had certified the pupil as unlikely to be fit to attend again in time."""
    return happened(
        asked.facts.certified_unfit_on, asked=asked, what="The school medical officer certified it on"
    )


def not_staying_on(asked: Asked) -> Reply:
    """Whether the pupil will not go on at the school after compulsory school age."""
    return told(
        asked.facts.staying_on,
        yes="The pupil is to stay on after compulsory school age.",
        no="The pupil will not stay on after compulsory school age.",
        met_by=False,
    )


def not_going_on(asked: Asked) -> Reply:
    """Whether the pupil will not go on into the sixth form: by choice, or for not meeting its entry requirements."""
    if asked.facts.meets_entry_requirements is False:
        return met("The pupil does not meet the academic entry requirements of the sixth form.")
    return not_staying_on(asked)


def over_age_at_next_meeting(asked: Asked) -> Reply:
    """Whether compulsory school age ends before the school next meets, by the school's own calendar."""
    if asked.facts.born_on is None:
        return not_known("No date of birth is recorded.")
    ends_on = compulsory_school_age(asked.facts.born_on).ends_on
    meets_on = asked.calendar.add_school_days(asked.on, 1)
    words = f"Compulsory school age ends on {weekday_date(ends_on)}; the school next meets on {weekday_date(meets_on)}."
    if ends_on < meets_on:
        return met(words, counted=f"School days of {asked.calendar.name}.")
    last_meeting = (
        ends_on if asked.calendar.is_school_day(ends_on) else asked.calendar.school_days_before(ends_on, 1)
    )
    return not_yet(words, met_from=last_meeting, counted=f"School days of {asked.calendar.name}.")
