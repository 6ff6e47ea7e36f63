"""The kinds of event that access records."""

from onroll.audit.kinds import EventKind, declare

declare(
    EventKind("account.created", "Account created with the role {role}", "account"),
    EventKind("account.role-granted", "Role {role} granted from {from_on}", "account"),
    EventKind("account.role-ended", "Role {role} ended on {until_on}", "account"),
    EventKind("account.suspended", "Account suspended", "account"),
    EventKind("account.restored", "Account restored", "account"),
    EventKind("account.signed-in", "Signed in", "account"),
    EventKind("account.sign-in-failed", "A sign-in failed", "account"),
    EventKind("account.signed-out", "Signed out", "account"),
    EventKind("account.session-ended", "A session was ended", "account"),
    EventKind("account.second-factor-set", "Second factor set: {factor}", "account"),
    EventKind("account.password-changed", "Password changed", "account"),
    EventKind("organisation.created", "Organisation created", "account"),
    EventKind("area.created", "Area created", "account"),
    EventKind("team.created", "Team created", "account"),
)
