"""The kinds of event that access records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("account.created", "Account created", "account"),
    EventKind("account.invited", "A link to set the password was sent", "account"),
    EventKind("account.changed", "Account changed: {what}", "account"),
    EventKind("account.role-proposed", "Role {role} proposed from {from_on}, to be countersigned", "account"),
    EventKind("account.role-granted", "Role {role} granted from {from_on}", "account"),
    EventKind("account.role-refused", "Role {role} was not countersigned", "account"),
    EventKind("account.role-ended", "Role {role} ended on {until_on}", "account"),
    EventKind("account.suspended", "Account suspended", "account"),
    EventKind("account.restored", "Account restored", "account"),
    EventKind("account.unused-warned", "Owner warned: the account is not used", "account"),
    EventKind("account.unused-suspended", "Account suspended: nobody used it", "account"),
    EventKind("account.unused-disabled", "All roles ended: nobody used the account", "account"),
    EventKind("account.signed-in", "Signed in ({how})", "account"),
    EventKind("account.sign-in-failed", "A sign-in failed ({how})", "account"),
    EventKind("account.signed-out", "Signed out", "account"),
    EventKind("account.session-ended", "A session was ended ({because})", "account"),
    EventKind("account.second-factor-set", "Second factor set: {factor}", "account"),
    EventKind("account.second-factor-removed", "Second factor removed: {factor}", "account"),
    EventKind("account.single-sign-on-linked", "Linked to the council's single sign-on", "account"),
    EventKind("account.password-changed", "Password changed ({how})", "account"),
    EventKind("organisation.created", "Organisation created", "account"),
    EventKind("organisation.agreement-set", "Agreement ends on {ends_on}", "account"),
    EventKind("area.created", "Area created", "account"),
    EventKind("team.created", "Team created", "account"),
)
