"""Accounts, roles, organisations, areas and teams: who may use the service, and the record of their signing in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from onroll.access import matrix, queries
from onroll.access.models import (
    Area,
    Membership,
    MembershipState,
    Organisation,
    OrganisationKind,
    SentForm,
    Team,
    User,
)
from onroll.access.policy import PermissionRefused, require, scopes
from onroll.audit.actions import record
from onroll.audit.actor import Actor
from rulebook.findings import Finding, Refused

Done = TypeVar("Done")


class SentBefore(Exception):
    """The very same form was carried out before, and led to this address: there is nothing more to do.

    ``changed`` says that it was sent with other answers then: those that were sent now are recorded nowhere.
    """

    def __init__(self, led_to: str, *, changed: bool = False) -> None:
        super().__init__("the form was carried out before")
        self.led_to = led_to
        self.changed = changed


# ------------------------------------------------------------------------------------------- a form that is sent twice
@transaction.atomic
def carry_out_once(
    once: str, *, answers_hash: str, do: Callable[[], Done], led_to: Callable[[Done], str], by: Actor
) -> Done:
    """Carry out what a form asks for and return what it returned, unless this form was carried out before.

    ``once`` is the form's own mark, made when it was drawn, and ``answers_hash`` tells its answers from others. It
    is written first, in the transaction of all that ``do`` writes: of two that arrive together the second waits, and
    raises SentBefore. Where ``led_to`` gives no address, nothing was carried out, and the same form may be sent again.
    """
    if not once or by.user_id is None:
        raise ValueError(
            f"a mark {once!r} of {by.user_id!r}: expected the form's own mark, and who is signed in"
        )
    mark = SentForm(once=once, by_id=by.user_id, carried_out_at=by.at, answers_hash=answers_hash)
    try:
        with transaction.atomic():
            mark.save(force_insert=True)
    except IntegrityError as error:
        before = SentForm.objects.get(once=once, by_id=by.user_id)
        raise SentBefore(before.led_to, changed=before.answers_hash not in ("", answers_hash)) from error
    done = do()
    mark.led_to = led_to(done)
    if mark.led_to:
        mark.save(update_fields=["led_to"])
    else:
        mark.delete()
    return done


def forget_sent_forms(*, before: datetime, by: Actor) -> int:
    """Remove the marks of forms that were carried out before this moment; returns how many went."""
    require(by, "job_health:read")
    return SentForm.objects.filter(carried_out_at__lt=before).delete()[0]


# ------------------------------------------------------------------------------------------- organisations and teams
@transaction.atomic
def create_organisation(
    *, name: str, kind: str, agency_type: str = "", agreement_ends_on: date | None = None, by: Actor
) -> Organisation:
    """Record an organisation whose people will use the service.

    Raises Refused when there is one of this name and kind already.
    """
    require(by, "config:create")
    if Organisation.objects.filter(name__iexact=name, kind=kind).exists():
        raise Refused(
            Finding("organisation-there", f"{name} is on the list already. Use that one.", where="name")
        )
    organisation = Organisation.objects.create(
        name=name, kind=OrganisationKind(kind), agency_type=agency_type, agreement_ends_on=agreement_ends_on
    )
    record("organisation.created", subject=organisation, by=by)
    return organisation


@transaction.atomic
def set_agreement_end(organisation: Organisation, *, ends_on: date | None, by: Actor) -> None:
    """Set the last day on which the organisation's people may use the service; None for no end."""
    require(by, "config:update")
    organisation.agreement_ends_on = ends_on
    organisation.save(update_fields=["agreement_ends_on"])
    record("organisation.agreement-set", subject=organisation, by=by, ends_on=ends_on or "no set day")


@transaction.atomic
def create_area(*, name: str, code: str = "", postcode_prefixes: Sequence[str] = (), by: Actor) -> Area:
    """Record a part of the authority; its code is made from its name unless given.

    Raises Refused when another area has this name or code.
    """
    require(by, "config:create")
    code = code or slugify(name)[:20]
    if Area.objects.filter(name__iexact=name).exists() or Area.objects.filter(code=code).exists():
        raise Refused(Finding("area-there", f"There is an area {name} already.", where="name"))
    area = Area.objects.create(name=name, code=code, postcode_prefixes=list(postcode_prefixes))
    record("area.created", subject=area, by=by)
    return area


@transaction.atomic
def create_team(
    *, name: str, code: str = "", area: Area | None = None, email: str = "", phone: str = "", by: Actor
) -> Team:
    """Record a team, of one area or of the whole authority; its code is made from its name unless given.

    Raises Refused when another team has this name or code.
    """
    require(by, "config:create")
    code = code or slugify(name)[:40]
    if Team.objects.filter(name__iexact=name).exists() or Team.objects.filter(code=code).exists():
        raise Refused(Finding("team-there", f"There is a team {name} already.", where="name"))
    team = Team.objects.create(name=name, code=code, area=area, email=email, phone=phone)
    record("team.created", subject=team, by=by)
    return team


# ---------------------------------------------------------------------------------------------------------- accounts
@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    job_title: str = "",
    phone: str = "",
    story: str = "",
    by: Actor,
) -> User:
    """Record an account without a password and without a role; the person sets the one, a grant gives the other.

    Raises Refused when another account has this e-mail address, whatever its case.
    """
    require(by, "user:create")
    if queries.user_with_email(email):
        words = (
            "Somebody has an account with this email address already. Look for them on the list of people."
        )
        raise Refused(Finding("email-taken", words, where="email"))
    user = User(
        email=email.lower(),
        name=name,
        organisation=organisation,
        job_title=job_title,
        phone=phone,
        story=story,
    )
    user.set_unusable_password()
    user.save()
    record("account.created", subject=user, by=by)
    return user


@transaction.atomic
def create_first_administrator(
    *, email: str, name: str, organisation: str, password: str | None = None, by: Actor
) -> User:
    """Record the account of the first system administrator, with the authority it belongs to.

    No permission is asked for, since nobody could have it yet. ``password`` was checked against the rules before.
    Raises Refused when somebody administers accounts already: that person makes all others.
    """
    if queries.holders_of("SYS", on=by.today).exists():
        words = "Somebody administers accounts already. Ask them to make yours."
        raise Refused(Finding("administrator-there", words))
    authority, _ = Organisation.objects.get_or_create(name=organisation, kind=OrganisationKind.AUTHORITY)
    user = User(email=email.lower(), name=name, organisation=authority)
    user.set_password(password)  # None: no password can be used until its owner sets one
    user.save()
    Membership.objects.create(user=user, role="SYS", from_on=by.today, granted_at=by.at, granted_by=by.name)
    record("account.created", subject=user, by=by)
    record("account.role-granted", subject=user, by=by, role="SYS", from_on=by.today)
    return user


@transaction.atomic
def change_details(user: User, *, name: str, job_title: str, phone: str, by: Actor) -> None:
    """Change what an account says about its owner; nothing is recorded when nothing differs."""
    _require_over(user, "user:update", by)
    told = {"name": name, "job_title": job_title, "phone": phone}
    changed = [field for field, value in told.items() if getattr(user, field) != value]
    if not changed:
        return
    for field in changed:
        setattr(user, field, told[field])
    user.save(update_fields=changed)
    record("account.changed", subject=user, by=by, what=", ".join(changed).replace("_", " "))


@transaction.atomic
def suspend_user(user: User, *, unused: bool = False, by: Actor) -> None:
    """Refuse the account from this moment on, in every session it has open; ``unused`` because nobody signed in.

    Raises Refused for one's own account and for the last account that can administer others.
    """
    _require_over(user, "user:update", by)
    if user.pk == by.user_id:
        raise Refused(
            Finding("own-account", "You cannot suspend your own account. Ask another administrator.")
        )
    if _is_last_administrator(user, on=by.today):
        words = "This is the last account that can administer others. Give somebody else that role first."
        raise Refused(Finding("last-administrator", words))
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        user.is_active = False
        record("account.unused-suspended" if unused else "account.suspended", subject=user, by=by)


@transaction.atomic
def warn_unused(user: User, *, by: Actor) -> None:
    """Record that the owner of an account is warned: nobody has signed in, and it will be suspended."""
    _require_over(user, "user:update", by)
    record("account.unused-warned", subject=user, by=by)


@transaction.atomic
def end_roles_of_unused(user: User, *, by: Actor) -> int:
    """End every role of an account that was suspended because nobody used it, and return how many there were.

    Whoever restores it grants the roles anew, with their second signature.
    """
    _require_over(user, "user:update", by)
    yesterday = by.today - timedelta(days=1)
    held = user.memberships.exclude(state=MembershipState.REFUSED).exclude(until_on__lte=yesterday)
    roles = list(held)
    for membership in roles:
        end_role(membership, on=max(yesterday, membership.from_on), by=by)
    if roles:
        record("account.unused-disabled", subject=user, by=by)
    return len(roles)


@transaction.atomic
def restore_user(user: User, *, by: Actor) -> None:
    """Let a suspended account be used again, with the roles it holds."""
    _require_over(user, "user:update", by)
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        user.is_active = True
        record("account.restored", subject=user, by=by)


@transaction.atomic
def record_invitation(user: User, *, by: Actor) -> None:
    """Record that the person is being sent the link with which they set their password."""
    require(by, "user:create")
    record("account.invited", subject=user, by=by)


# ------------------------------------------------------------------------------------------------------------- roles
@transaction.atomic
def grant_role(
    user: User,
    *,
    role: str,
    from_on: date,
    until_on: date | None = None,
    team: Team | None = None,
    area: Area | None = None,
    by: Actor,
) -> Membership:
    """Give a role from a day until a day, both counted.

    A role that opens children's records waits for the second signature, unless nobody was ever given the right to sign.
    Raises Refused for a day that ends before it begins, and for a role of an area or a team without one.
    """
    _require_everywhere(by, "user:update")
    findings = _role_findings(user, role=role, from_on=from_on, until_on=until_on, team=team, area=area)
    if findings:
        raise Refused(*findings)
    waits = queries.needs_second_signature(role) and queries.second_signature_possible()
    membership = Membership.objects.create(
        user=user,
        role=role,
        team=team,
        area=area or (team.area if team else None),
        from_on=from_on,
        until_on=until_on,
        state=MembershipState.PROPOSED if waits else MembershipState.IN_FORCE,
        granter_id=by.user_id,
        granted_at=by.at,
        granted_by=by.name,
    )
    kind = "account.role-proposed" if waits else "account.role-granted"
    record(kind, subject=user, by=by, role=role, from_on=from_on)
    return membership


@transaction.atomic
def countersign_role(membership: Membership, *, by: Actor) -> None:
    """Put a proposed role into force with the second signature.

    Raises Refused when the signer proposed it, would hold it, or somebody has decided already.
    """
    _decide(membership, MembershipState.IN_FORCE, by=by)
    record(
        "account.role-granted",
        subject=membership.user,
        by=by,
        role=membership.role,
        from_on=membership.from_on,
    )


@transaction.atomic
def refuse_role(membership: Membership, *, by: Actor) -> None:
    """Decline the second signature: the role never comes into force."""
    _decide(membership, MembershipState.REFUSED, by=by)
    record("account.role-refused", subject=membership.user, by=by, role=membership.role)


@transaction.atomic
def end_role(membership: Membership, *, on: date, by: Actor) -> None:
    """End a role; ``on`` is its last day, and yesterday at the latest takes it away at once.

    Raises Refused when it would leave nobody who can administer accounts.
    """
    _require_everywhere(by, "user:update")
    if membership.role == "SYS" and _is_last_administrator(membership.user, on=by.today):
        words = "This is the last account that can administer others. Give somebody else that role first."
        raise Refused(Finding("last-administrator", words))
    membership.until_on = on
    membership.save(update_fields=["until_on"])
    record("account.role-ended", subject=membership.user, by=by, role=membership.role, until_on=on)


# ------------------------------------------------------------------------------------------------------- signing in
@transaction.atomic
def record_sign_in(user: User, *, how: str, by: Actor) -> None:
    """Record that ``user`` signed in; ``how`` names the ways used, such as ``password+totp``."""
    record("account.signed-in", subject=user, by=by, how=how)


@transaction.atomic
def record_sign_in_failed(user: User, *, how: str, by: Actor) -> None:
    """Record that somebody tried to sign in as ``user`` and failed at ``how``: password, code, passkey."""
    record("account.sign-in-failed", subject=user, by=by, how=how)


@transaction.atomic
def record_sign_out(user: User, *, by: Actor) -> None:
    """Record that ``user`` signed out."""
    record("account.signed-out", subject=user, by=by)


@transaction.atomic
def record_session_ended(user: User, *, because: str, by: Actor) -> None:
    """Record that a session of ``user`` was ended: by the person, by an administrator, or as one too many."""
    record("account.session-ended", subject=user, by=by, because=because)


@transaction.atomic
def record_second_factor(user: User, *, factor: str, change: str, by: Actor) -> None:
    """Record that ``user`` set or removed (``change``) a second factor: an app, a passkey, recovery codes."""
    record(f"account.second-factor-{change}", subject=user, by=by, factor=factor)


@transaction.atomic
def record_password_changed(user: User, *, how: str, by: Actor) -> None:
    """Record that the password of ``user`` was changed, or set by way of an e-mailed link."""
    record("account.password-changed", subject=user, by=by, how=how)


@transaction.atomic
def record_single_sign_on_linked(user: User, *, by: Actor) -> None:
    """Record that the account was linked to the person's account with the council, by a verified e-mail address."""
    record("account.single-sign-on-linked", subject=user, by=by)


# ---------------------------------------------------------------------------------------------------------- workings
def _require_over(user: User, permission: str, by: Actor) -> None:
    require(by, permission)
    if not queries.people_visible_to(by, permission).filter(pk=user.pk).exists():
        raise PermissionRefused(permission)


def _require_everywhere(by: Actor, permission: str) -> None:
    """Require a permission over the whole authority: a school that keeps its own people's details grants no role."""
    if matrix.EVERYTHING not in scopes(by, permission):
        raise PermissionRefused(permission)


def _role_findings(
    user: User, *, role: str, from_on: date, until_on: date | None, team: Team | None, area: Area | None
) -> list[Finding]:
    found = []
    title = matrix.role(role).title
    if until_on and until_on < from_on:
        words = "The last day must be the first day or after it. Change one of them."
        found.append(Finding("role-ends-first", words, where="until_on"))
    if "a" in matrix.scopes_of((role,), "card:list") and not area and not (team and team.area_id):
        found.append(Finding("role-without-area", f"{title} works in one area. Choose it.", where="area"))
    if "t" in matrix.scopes_of((role,), "card:list") and not team:
        found.append(Finding("role-without-team", f"{title} works in a team. Choose it.", where="team"))
    there = user.memberships.exclude(state=MembershipState.REFUSED).filter(role=role, team=team)
    if any(each.until_on is None or each.until_on >= from_on for each in there):
        found.append(
            Finding("role-held", f"{user.name} holds this role already. End that one first.", where="role")
        )
    return found


def _decide(membership: Membership, state: MembershipState, *, by: Actor) -> None:
    _require_everywhere(by, "user:sign")
    if by.user_id in {membership.granter_id, membership.user_id}:
        words = (
            "You proposed this role or would hold it yourself. Somebody else must give the second signature."
        )
        raise Refused(Finding("own-signature", words))
    waiting = Membership.objects.filter(pk=membership.pk, state=MembershipState.PROPOSED)
    if not waiting.update(state=state, countersigned_at=by.at, countersigned_by=by.name):
        raise Refused(
            Finding("decided-already", "Somebody has decided on this role already. Look at the person again.")
        )
    membership.refresh_from_db()


def _is_last_administrator(user: User, *, on: date) -> bool:
    administrators = set(queries.holders_of("SYS", on=on).values_list("pk", flat=True))
    return administrators == {user.pk}
