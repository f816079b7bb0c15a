from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F

from governance.access.choices import ActorKind, Role
from governance.access.rules.actors import Act, may_give, roles_able_to_give
from governance.access.rules.authority import Grant
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.decisions.services import record_decision
from governance.keys.models import ApiKey
from governance.mandates.choices import MandateKind
from governance.mandates.models import Mandate
from governance.mandates.rules import MANDATE_HOLDERS
from governance.members.models import Member
from governance.members.selectors import get_member, is_last_executive
from governance.outbox.services import tell
from tenants.accounts.models import User
from tenants.accounts.rules import mail_address
from tenants.accounts.services import find_or_create_account
from tenants.columns import check_columns
from tenants.companies.services import add_membership, remove_membership
from tenants.errors import NotAllowed, NotFound, Refused
from tenants.jobs import current_company_id
from tenants.rows import check_version
from tenants.transactions import touch, use_case


def vacate_mandates(*, member: Member, now: datetime) -> list[UUID]:
    """The mandates this member can no longer hold are revoked; returns their ids.

    Somebody who left holds none and is nobody's deputy or stand-in; a weaker role loses what it
    may not hold.
    """
    role = Role(member.role)
    kinds = [k for k in MandateKind if not member.is_present or role not in MANDATE_HOLDERS[k]]
    held = Mandate.objects.filter(kind__in=kinds, revoked_at__isnull=True)
    with use_case():
        lost = list(held.filter(holder=member).order_by("id").values_list("id", flat=True))
        Mandate.objects.filter(id__in=lost).update(revoked_at=now, version=F("version") + 1)
        held.filter(deputy=member).update(deputy=None, version=F("version") + 1)
        held.filter(stand_in=member).update(
            stand_in=None, away_from=None, away_until=None, version=F("version") + 1
        )
    return lost


def end_mandates(*, initiative_id: UUID, now: datetime) -> list[UUID]:
    """No mandate over that initiative is open any more; returns the ids of those that were.

    Belongs to the decision that ended the initiative, which keeps them in its facts.
    """
    with use_case():
        held = Mandate.objects.filter(initiative_id=initiative_id, revoked_at__isnull=True)
        lost = list(held.order_by("id").values_list("id", flat=True))
        Mandate.objects.filter(id__in=lost).update(revoked_at=now, version=F("version") + 1)
    return lost


def give_mandates_back(*, initiative_id: UUID, mandate_ids: Iterable[UUID]) -> list[UUID]:
    """Those mandates run again, unless another one took their place; returns their ids.

    Belongs to the correction of the decision that had ended them.
    """
    with use_case():
        if Mandate.objects.filter(initiative_id=initiative_id, revoked_at=None).exists():
            return []
        ended = Mandate.objects.filter(
            id__in=mandate_ids, initiative_id=initiative_id, holder__left_at=None
        )
        back = list(ended.order_by("id").values_list("id", flat=True))
        ended.update(revoked_at=None, version=F("version") + 1)
    return back


def choose_language(act: Act, *, language: str) -> None:
    """The acting member's mails and pages are in that language from now on."""
    if act.actor.member_id is None:
        return
    check_columns(model=Member, values={"language": language})
    with use_case():
        mine = Member.objects.filter(id=act.actor.member_id)
        mine.exclude(language=language).update(language=language)


def invite_member(
    act: Act, *, email: str, role: Role, name: str = "", language: str = "fr"
) -> Member:
    """The person has a seat with that role, is told by mail, and joins by accepting.

    Nothing of an account that may exist is read. Somebody who had left comes back. Raises
    NotAllowed `role_above_own`, Invalid `email_invalid`, Refused `already_member`.
    """
    grant = _require(act, roles=(role,))
    email = mail_address(email)
    check_columns(model=Member, values={"email": email, "name": name, "language": language})
    with use_case():
        user, _ = find_or_create_account(email=email, name="", language=language, now=act.now)
        member = _seat(user=user, role=role, name=name, language=language)
        touch(act, SubjectKind.MEMBER, member.id)
        add_membership(user_id=user.id, organization_id=_company_id(), now=act.now)
        record_decision(
            act,
            grant=grant,
            verdict="invite_member",
            subject_kind=SubjectKind.MEMBER,
            subject_id=member.id,
            facts={"role": role},
        )
        _send_invitation(member=member, inviter_id=act.actor.member_id, now=act.now)
    return member


def change_role(
    act: Act, *, member_id: UUID, role: Role, expected_version: int | None = None
) -> Member:
    """The member has that role; a mandate it cannot hold any more is revoked.

    Raises NotAllowed `role_above_own`, Refused `last_executive`, `stale_version`.
    """
    with use_case():
        member = _locked(act, member_id=member_id, expected_version=expected_version)
        grant = _require(act, roles=(role, Role(member.role)))
        if member.role == role:
            return member
        if member.role == Role.EXECUTIVE:
            _keep_one_executive(member)
        before, member.role = member.role, role
        member.version += 1
        member.save(update_fields=["role", "version"])
        mandates = vacate_mandates(member=member, now=act.now)
        record_decision(
            act,
            grant=grant,
            verdict="change_role",
            subject_kind=SubjectKind.MEMBER,
            subject_id=member.id,
            facts={"role_before": before, "role": role, "revoked_mandates": mandates},
        )
    return member


def remove_member(
    act: Act, *, member_id: UUID, reason: str = "", expected_version: int | None = None
) -> None:
    """The person has left: no access, keys and mandates revoked, the log untouched.

    Raises NotAllowed `role_above_own`, Refused `last_executive`, `stale_version`.
    """
    with use_case():
        member = _locked(act, member_id=member_id, expected_version=expected_version)
        grant = _require(act, roles=(Role(member.role),))
        if member.role == Role.EXECUTIVE:
            _keep_one_executive(member)
        member.left_at = act.now
        member.version += 1
        member.save(update_fields=["left_at", "version"])
        ApiKey.objects.filter(owner=member, revoked_at__isnull=True).update(revoked_at=act.now)
        mandates = vacate_mandates(member=member, now=act.now)
        remove_membership(user_id=member.user_id, organization_id=_company_id())
        record_decision(
            act,
            grant=grant,
            verdict="remove_member",
            subject_kind=SubjectKind.MEMBER,
            subject_id=member.id,
            reason=reason,
            facts={"role": member.role, "revoked_mandates": mandates},
        )


def rename_member(
    act: Act, *, member_id: UUID, name: str, title: str, expected_version: int | None = None
) -> Member:
    """The member is called so in this company. Raises NotAllowed `role_above_own`, Invalid."""
    check_columns(model=Member, values={"name": name.strip(), "title": title.strip()})
    with use_case():
        member = _locked(act, member_id=member_id, expected_version=expected_version)
        _require(act, roles=(Role(member.role),))
        member.name, member.title = name.strip(), title.strip()
        member.version += 1
        member.save(update_fields=["name", "title", "version"])
    return member


def resend_invitation(act: Act, *, member_id: UUID) -> None:
    """The invited person is sent the invitation again, at most once a day.

    Raises NotAllowed `role_above_own`, Refused `already_member`.
    """
    with use_case():
        member = _locked(act, member_id=member_id, expected_version=None)
        _require(act, roles=(Role(member.role),))
        if member.joined_at is not None:
            raise Refused("already_member", name=member.display_name)
        _send_invitation(member=member, inviter_id=act.actor.member_id, now=act.now)


def edit_profile(
    act: Act,
    *,
    name: str,
    title: str,
    language: str,
    keyboard_shortcuts: bool,
    weekly_mail: bool = True,
    on_team_page: bool = False,
    expected_version: int | None = None,
) -> Member:
    """What a member says of himself or herself is as he or she wants it."""
    require(act, permission="read")
    if act.actor.member_id is None or act.actor.kind != ActorKind.MEMBER:
        raise NotAllowed("not_in_role", permission="profile", roles=(), holders=())
    said = {"name": name.strip(), "title": title.strip(), "language": language}
    check_columns(model=Member, values=said)
    with use_case():
        member = _locked(act, member_id=act.actor.member_id, expected_version=expected_version)
        member.name, member.title = name.strip(), title.strip()
        member.language, member.keyboard_shortcuts = language, keyboard_shortcuts
        member.weekly_mail, member.on_team_page = weekly_mail, on_team_page
        member.version += 1
        told = ["name", "title", "language", "keyboard_shortcuts", "weekly_mail", "on_team_page"]
        member.save(update_fields=[*told, "version"])
    return member


def choose_weekly_mail(act: Act, *, wanted: bool) -> None:
    """The member has the weekly mail from now on, or no more of them."""
    with use_case():
        Member.objects.filter(id=act.actor.person_id).update(weekly_mail=wanted)


def _require(act: Act, *, roles: tuple[Role, ...]) -> Grant:
    """The actor manages members and stands as high as every one of those roles."""
    grant = require(act, permission="member.manage")
    for role in roles:
        if not may_give(own=act.actor.role, role=role):
            raise NotAllowed(
                "role_above_own", role=role, roles=roles_able_to_give(role), holders=()
            )
    return grant


def _locked(act: Act, *, member_id: UUID, expected_version: int | None) -> Member:
    """The member who is present, locked and touched.

    Every change of members waits for the executives' rows: two executives who remove each
    other at the same moment do so one after the other.
    """
    present = Member.objects.select_for_update().filter(left_at__isnull=True).order_by("id")
    executives = {m.id: m for m in present.filter(role=Role.EXECUTIVE)}
    member = executives.get(member_id) or present.filter(id=member_id).first()
    if member is None:
        get_member(member_id)
        raise NotFound("member_left", named=member_id)
    check_version(member.version, expected_version)
    touch(act, SubjectKind.MEMBER, member.id)
    return member


def _keep_one_executive(member: Member) -> None:
    if is_last_executive(member):
        raise Refused("last_executive", name=member.display_name)


def _company_id() -> UUID:
    organization_id = current_company_id()
    if organization_id is None:
        raise RuntimeError("no company is entered")
    return organization_id


def _seat(*, user: User, role: Role, name: str, language: str) -> Member:
    """The user's member row, present; two who invite at once seat the person once."""
    new = Member(
        user_id=user.id,
        email=user.email,
        name=name.strip(),
        role=role,
        language=language,
    )
    Member.objects.bulk_create([new], ignore_conflicts=True)
    member = Member.objects.select_for_update().get(user_id=user.id)
    if member.id == new.id:
        return member
    if member.is_present:
        raise Refused("already_member", name=member.display_name)
    member.role, member.joined_at, member.left_at = role, None, None
    member.name = name.strip() or member.name
    member.version += 1
    member.save(update_fields=["role", "joined_at", "left_at", "name", "version"])
    return member


def _send_invitation(*, member: Member, inviter_id: UUID | None, now: datetime) -> None:
    inviter = get_member(inviter_id) if inviter_id is not None else None
    tell(
        member=member,
        template="invitation",
        context={"inviter": inviter.display_name if inviter else "", "role": member.role},
        now=now,
        dedup_key=f"invitation:{member.id}:{now:%Y-%m-%d}",
    )
