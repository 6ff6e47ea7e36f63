"""What a provider has to know travels with the placement."""

from collections.abc import Iterator

from rulebook.procedure.facts import CaseFacts, ProvisionKind
from rulebook.procedure.owing import end, owes
from rulebook.procedure.rule import Owed, Until, duty


@duty(
    code="inform-provider",
    title="Tell the provider what the pupil can do and needs",
    owed_by="ABT",
    source="Procedure 1.4",
    requirements=("AP-1",),
    parameters=("inform-provider",),
    until=Until.DONE,
)
def inform_provider(facts: CaseFacts) -> Iterator[Owed]:
    """What a provider has to know travels with the placement.

    When alternative provision is arranged, the provider is told of the pupil's attainment and needs, and
    the telling is recorded.
    """
    for provision in facts.provisions:
        if provision.kind is ProvisionKind.ALTERNATIVE and provision.arranged_on is not None:
            yield owes(
                provision,
                since=provision.arranged_on,
                within="inform-provider",
                because="Alternative provision was arranged on {day}.",
                met_on=provision.provider_informed_on,
                ended=end(provision.ends_on, "The provision ended on {day}."),
            )
