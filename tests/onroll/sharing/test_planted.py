"""A token is planted in every text of every table that hangs on a child; a file holds those of its own fields alone."""

import itertools
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from onroll.access.models import Area, Organisation, OrganisationKind
from onroll.cases.models import Case
from onroll.people.models import Address, Child
from onroll.release.queries import content_of
from onroll.sharing import actions
from onroll.sharing.contents import MONTHLY
from onroll.sharing.models import PARTNERS, Pack
from tests.factories.world import World
from tests.onroll.access.cast import smallest
from tests.onroll.sharing import lists

TOKEN = re.compile(r"zq\d{4}")
# Tables of two records of one child, which this child has not.
NOT_PLANTED = {"people.PairDecision", "people.PairToLookAt", "people.HeldTwice"}
ROOMS = {"people", "cases", "education", "release", "transfers", "duties", "intake"}


class Planter:
    """Gives each text its own token, and remembers of which field it is."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self._numbers = itertools.count(1000)

    def texts(self, model: type[models.Model]) -> dict[str, str]:
        """Return a token for every text of a model that is free to hold one."""
        found = {}
        for each in model._meta.concrete_fields:
            is_text = isinstance(each, models.CharField | models.TextField) and not each.choices
            if is_text and (each.max_length or 99) >= 6:
                token = f"zq{next(self._numbers)}"
                self.of[token] = f"{model._meta.label}.{each.name}"
                found[each.name] = token
        return found


@pytest.fixture
def planted(world: World) -> Planter:
    """Return what was planted on one child of the north who is not found."""
    planter, area = Planter(), world.north
    child = smallest(
        Child, **{**planter.texts(Child), "birth_date": world.today - timedelta(days=3000), "area": area}
    )
    officer = world.user("AIO")
    case = smallest(
        Case,
        **{
            **planter.texts(Case),
            "child": child,
            "area": area,
            "officer": officer,
            "whereabouts_known": False,
        },
        opened_on=world.today,
        stage="tracing",
        signs={},
    )
    barren = {
        model._meta.label for model in apps.get_models() if not _planted(model, planter, child, case, world)
    }
    assert barren <= NOT_PLANTED, "plant something there, or say why not"
    return planter


def _planted(model: type[models.Model], planter: Planter, child: Child, case: Case, world: World) -> bool:
    """Plant one row in a table that hangs on the child; True for one that does not."""
    about: dict[Any, models.Model] = {Child: child, Case: case, Area: world.north}
    fields = model._meta.concrete_fields
    given: dict[str, Any] = {
        each.name: about[each.related_model] for each in fields if each.related_model in about
    }
    given |= {each.name: 1.0 for each in fields if isinstance(each, models.FloatField)}
    given |= {each.name: b"zq" for each in fields if isinstance(each, models.BinaryField)}
    if model in about or model._meta.app_label not in ROOMS or not {child, case} & set(given.values()):
        return True
    # A moment and its person come in pairs; a hold that stands would keep the child off the list.
    given |= {each.name: world.at for each in fields if isinstance(each, models.DateTimeField)}
    try:
        with transaction.atomic():
            smallest(model, **planter.texts(model) | given)
    except IntegrityError:
        return False
    return True


def texts_of(pack: Pack) -> set[str]:
    """Return every token in the file, wherever it stands: cells, properties, anything."""
    assert pack.disclosure is not None
    with ZipFile(BytesIO(content_of(pack.disclosure.document))) as parts:
        return set(TOKEN.findall(" ".join(parts.read(name).decode() for name in parts.namelist())))


@pytest.mark.requirement("SHARE-1")
def test_a_recipients_file_holds_its_own_fields_and_no_other_text_of_the_child(
    world: World, planted: Planter
) -> None:
    assert len(set(planted.of.values())) > 100  # so many texts hang on a child; none of them may slip through
    for kind, name in PARTNERS:
        body = Organisation.objects.create(name=f"Partner {name}", kind=OrganisationKind.AGENCY)
        actions.agree_partner(body, recipient_kind=kind, by=world.by("AEM"))
    lists.prepare(world)
    named = {"people.Child.forenames", "people.Child.surname"}

    for pack in Pack.objects.exclude(area=world.south):
        lists.release(pack, world)
        found = {planted.of[token] for token in texts_of(pack)}
        town = {f"{Address._meta.label}.town"}
        of_case = {"cases.Case.reference", "cases.Case.waiting_on"} if pack.product == MONTHLY else set()
        assert pack.lines.count() == 1
        assert found == named | town | of_case, pack.recipient
