from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from django.urls import reverse
from msgspec import UNSET, Meta, UnsetType

from assessments.answers.models import Invitation
from assessments.answers.selectors import get_assessment
from assessments.voices.choices import RespondentRole
from assessments.voices.selectors.invitations import asked, invitation_rows
from assessments.voices.services import close_invitation, invite_by_email, invite_by_link
from governance.access.services import require
from governance.api.codec import Body, PageQuery, given
from governance.api.operations import act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from tenants.addresses import company_url
from tenants.bounds import one_of, text
from tenants.shapes import LocalTime, Shape, local_time

EMAIL = Meta(extra_json_schema={"format": "email"})


class InvitationAnswer(Shape, frozen=True, kw_only=True):
    """Somebody asked to answer. No e-mail address, and of one of the team not whether they came."""

    id: UUID
    version: int
    role: RespondentRole
    by: Annotated[str, one_of(("link", "email"))]
    link: Annotated[str, Meta(description="only while it may be copied")] | None
    most: int
    entered: int | None
    is_open: bool
    made_by_id: UUID
    made_at: LocalTime
    expires_at: LocalTime
    closed_at: LocalTime | None


class InvitationBody(Body, frozen=True, kw_only=True):
    """In what capacity, and the address to write to; without one a link is made."""

    role: RespondentRole
    email: Annotated[str, text(254), EMAIL] | UnsetType = UNSET


class InvitationList(ApiView):
    @operation(
        "Who was asked to answer an assessment, newest first",
        Page[InvitationAnswer],
        name="list_invitations",
        query=PageQuery,
    )
    def get(self, query: PageQuery, assessment_id: UUID) -> Page[InvitationAnswer]:
        """Every invitation, closed ones too, with the link of an open one that may be copied."""
        require(self.act, permission="assessment.invite")
        return self.page(invitation_rows(get_assessment(assessment_id).id), self._shown)

    def _shown(self, rows: Iterable[Invitation]) -> Iterable[InvitationAnswer]:
        return (shown(self, one) for one in rows)

    @operation(
        "Ask somebody to answer, by mail or by a link to copy",
        InvitationAnswer,
        name="invite_to_answer",
        body=InvitationBody,
        status=201,
        writes_version=True,
    )
    def post(self, body: InvitationBody, assessment_id: UUID) -> InvitationAnswer:
        """The mail has left, or the link stands in the answer."""
        service = invite_by_link if body.email is UNSET else invite_by_email
        made: Invitation = self.perform(service, assessment_id=assessment_id, **given(body))
        return shown(self, made)


def shown(view: ApiView, invitation: Invitation, **_path: object) -> InvitationAnswer:
    """The invitation as it stands, with its link while it may be copied."""
    one = asked(invitation, now=view.now)
    path = reverse("voice", args=[one.token]) if one.token else ""
    return InvitationAnswer(
        id=invitation.id,
        version=invitation.version,
        role=RespondentRole(invitation.role),
        by="email" if invitation.email else "link",
        link=company_url(view.company.host, path) if path else None,
        most=invitation.most,
        entered=one.entered,
        is_open=one.is_open,
        made_by_id=invitation.made_by_id,
        made_at=local_time(invitation.made_at),
        expires_at=local_time(invitation.expires_at),
        closed_at=local_time(invitation.closed_at) if invitation.closed_at else None,
    )


class InvitationClosure(ApiView):
    post = act(
        close_invitation,
        "Close an invitation: nobody enters by it any more",
        InvitationAnswer,
        answer=shown,
    )
