from enum import StrEnum

from governance.decisions.choices import SubjectKind


class ChangeKind(StrEnum):
    """What can change, as those who follow from outside are told."""

    INITIATIVE = SubjectKind.INITIATIVE.value
    PORTFOLIO = SubjectKind.PORTFOLIO.value
    MANDATE = SubjectKind.MANDATE.value
    MEMBER = SubjectKind.MEMBER.value
    DECISION = SubjectKind.DECISION.value
    REGISTER_ENTRY = "register_entry"


# What a caller has to be allowed before it hears of that kind, and the address that shows it.
PERMISSIONS = dict.fromkeys(ChangeKind, "read") | {ChangeKind.REGISTER_ENTRY: "register.read"}
ROUTES = {
    ChangeKind.INITIATIVE: "api_initiative",
    ChangeKind.PORTFOLIO: "api_portfolio",
    ChangeKind.MANDATE: "api_mandate",
    ChangeKind.MEMBER: "api_members",
    ChangeKind.DECISION: "api_decision",
    ChangeKind.REGISTER_ENTRY: "api_register_entry",
}
# These have one address for all of them.
TOGETHER = frozenset({ChangeKind.PORTFOLIO, ChangeKind.MEMBER})
