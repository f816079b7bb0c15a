"""Incidents: reported in four fields, handled, settled with the authority, closed."""

from typing import Any
from uuid import UUID

from governance.api.codec import Body, PageQuery
from governance.api.operations import Reply, act, operation
from governance.api.pagination import Page
from governance.api.views import ApiView
from governance.incidents import selectors, services
from governance.incidents.choices import AuthorityAnswer, Severity
from governance.incidents.models import Incident
from governance.incidents.services import IncidentInput, IncidentTerms, Told
from tenants.shapes import LocalTime, Shape, all_shaped, shaped


class IncidentAnswer(Shape, frozen=True, kw_only=True):
    """One incident. With personal data the authority is told within 72 hours of `known_at`."""

    id: UUID
    version: int
    what: str
    entry_id: UUID | None
    tool: str
    affects: str
    done: str
    severity: Severity
    personal_data: bool
    known_at: LocalTime
    reported_at: LocalTime
    authority: AuthorityAnswer
    authority_at: LocalTime | None
    authority_note: str
    lesson: str
    closed_at: LocalTime | None


class AuthorityBody(Body, frozen=True, kw_only=True):
    """Told, or no risk; how and when, or why."""

    answer: AuthorityAnswer
    note: Told


class LessonBody(Body, frozen=True, kw_only=True):
    """What was learned."""

    lesson: Told


def incident_answer(_view: ApiView, row: Incident, **_path: Any) -> Reply:
    """The incident as it stands, with its version."""
    return Reply(shaped(row, IncidentAnswer), row.version)


class Incidents(ApiView):
    @operation(
        "Incidents, newest first", Page[IncidentAnswer], name="list_incidents", query=PageQuery
    )
    def get(self, query: PageQuery) -> Page[IncidentAnswer]:
        """Every incident; who told it is not answered."""
        return self.page(selectors.incidents().order_by(), all_shaped(IncidentAnswer))

    post = act(
        services.report_incident,
        "Report an incident, with or without a name",
        IncidentAnswer,
        body=IncidentInput,
        whole="given",
        answer=incident_answer,
        status=201,
    )


class IncidentDetail(ApiView):
    @operation("One incident", IncidentAnswer, name="get_incident", writes_version=True)
    def get(self, incident_id: UUID) -> Reply:
        """What happened, what was done, by when the authority is told, what was learned."""
        return incident_answer(self, selectors.get_incident(incident_id))

    @operation(
        "Handle an incident",
        IncidentAnswer,
        name="handle_incident",
        body=IncidentTerms,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: IncidentTerms, incident_id: UUID) -> Reply:
        """The incident is as given; personal data start the 72 hours. If-Match."""
        row = self.perform(
            services.handle_incident,
            incident_id=incident_id,
            given=body,
            expected_version=self.expected_version(),
        )
        return incident_answer(self, row)


class IncidentAuthority(ApiView):
    post = act(
        services.settle_authority,
        "Settle whether the authority is told",
        IncidentAnswer,
        body=AuthorityBody,
        answer=incident_answer,
    )


class IncidentClosure(ApiView):
    post = act(
        services.close_incident,
        "Close an incident with its lesson",
        IncidentAnswer,
        body=LessonBody,
        answer=incident_answer,
    )
