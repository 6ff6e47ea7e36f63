"""Two pupils whose transfer file went to XXXXXXX: one may be a child who is sought, one is known to nobody."""

from datetime import date, datetime, time, timedelta

from onroll.access.actors import actor_for
from onroll.audit.actor import LONDON, Actor
from onroll.cases.models import Case
from onroll.demonstration.rows import every
from onroll.demonstration.setting_up import Authority
from onroll.schools.models import Establishment
from onroll.transfers.actions import losing
from onroll.transfers.actions.applying import apply_file, approve_file
from onroll.transfers.actions.exchanging import send_lost_file
from onroll.transfers.actions.losing import Described
from onroll.transfers.actions.receiving import receive_file
from onroll.transfers.actions.staging import stage_file
from onroll.transfers.lost import lost_pupils
from onroll.transfers.lost_models import SearchResult
from onroll.transfers.models import ReceivedFile
from rulebook.ctf.filename import name_for
from rulebook.ctf.layout import CtfPupil, Header, School, SchoolAttended, TransferFile
from rulebook.ctf.write import write_transfer_file
from rulebook.identifiers import check_letter

UNKNOWN_TO_ALL = Described(forenames="Tamsin", surname="Wendlow", birth_date=date(2014, 5, 17), sex="F")
FIRST_NUMBER = 801  # of the files of a school, so that they are no file of the county's own
A_WEEK = timedelta(days=7)


def lose_pupils(authority: Authority, *, until: datetime) -> None:
    """Load both files, and record that a school asks for one of the pupils and that nothing was found so far."""
    by = actor_for(authority.users["cmea-1"], at=until, request_id="demonstration")
    schools = Establishment.objects.filter(status_code="1", la_code__gt="", establishment_number__gt="")
    sender, asking = schools.order_by("urn")[:2]
    sought = (
        every(Case)
        .filter(closed_on=None, child__birth_date__isnull=False)
        .order_by("opened_on", "pk")
        .first()
    )
    if sought is not None:
        child = sought.child
        first, *middle = child.forenames.split() or ["Not known"]
        # The day and the month of birth are changed about: it is not certain, so an officer is shown it.
        same = Described(
            forenames=first,
            surname=child.surname or "Not known",
            birth_date=_slipped(child.birth_date),
            sex=child.sex,
        )
        _load(same, middle=" ".join(middle), sender=sender, number=FIRST_NUMBER, by=by)
    file = _load(UNKNOWN_TO_ALL, middle="", sender=sender, number=FIRST_NUMBER + 1, by=by)
    send_lost_file(lost_pupils(by).get(file=file), school=asking, by=by)
    asked_on = (until.astimezone(LONDON) - timedelta(days=1)).date()
    request = losing.record_search_request(
        Described(forenames="Tamsin", surname="Wendlo", birth_date=UNKNOWN_TO_ALL.birth_date, sex="F"),
        school=asking, asked_on=asked_on, asked_by="The school office", by=by,
    )  # fmt: skip
    losing.record_national_search(
        Described(forenames=request.forenames, surname=request.surname, birth_date=request.birth_date, sex="F"),
        searched_on=asked_on, searched_by="The CME Assistant", result=SearchResult.NOTHING, request=request, by=by,
    )  # fmt: skip


def _load(about: Described, *, middle: str, sender: Establishment, number: int, by: Actor) -> ReceivedFile:
    made_on = (by.at.astimezone(LONDON) - A_WEEK).date()
    header = Header(
        version="25.0",
        made_at=datetime.combine(made_on, time(15, 40)),
        qualifier="full",
        supplier_id="Wendlemere",
        source=School(la=sender.la_code, estab=sender.establishment_number, urn=sender.urn, name=sender.name),
        destination=School(la="XXX", estab="XXXX"),
    )
    left = SchoolAttended(
        la=sender.la_code,
        estab=sender.establishment_number,
        name=sender.name,
        left_on=made_on,
        leaving_reason="UK",
    )
    pupil = CtfPupil(
        upn=_upn(sender, number),
        surname=about.surname,
        forename=about.forenames,
        middle_names=middle,
        birth_date=about.birth_date,
        sex=about.sex if about.sex in {"M", "F"} else "F",
        school_history=(left,),
    )
    data = write_transfer_file(TransferFile(header, (pupil,)))
    file = receive_file([data], kind="ctf", name=str(name_for(header, number=number)), by=by).file
    stage_file(file, by=by)
    approve_file(file, by=by)
    return apply_file(file, by=by)


def _upn(sender: Establishment, number: int) -> str:
    rest = f"{sender.la_code}{sender.establishment_number}24{number}"
    return check_letter(rest) + rest


def _slipped(born: date | None) -> date | None:
    if born is None or born.day > 12 or born.day == born.month:
        return born - timedelta(days=1) if born else None
    return born.replace(month=born.day, day=born.month)
