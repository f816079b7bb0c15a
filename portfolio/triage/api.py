"""The legal triage of an initiative: what is asked, what was answered, what it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from governance.api.schema import IF_MATCH
from governance.api.views import ApiView, expected_version, versioned
from governance.law.choices import Dpia
from governance.law.services import answer_triage, confirm_triage, provide_evidence, settle_dpia
from portfolio.initiatives.api import checked
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.triage.forms import confirmed_class
from portfolio.triage.selectors import TriagePage, subject_of, triage_page
from portfolio.triage.shapes import DpiaIn, EvidenceIn, TriageIn, TriageOut, triage_document
from tenants.errors import Invalid, Refused

# The ETag counts both: which triage of the initiative, and which version of it.
VERSIONS = 10_000


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The triage as it is, and what a service needs to change it."""

    page: TriagePage
    known: dict[str, Any]

    @property
    def mark(self) -> int:
        """The triage's number and version as one; 0 when there is none."""
        latest = self.page.latest
        return latest.number * VERSIONS + latest.version if latest else 0


class InitiativeTriage(ApiView):
    @extend_schema(
        operation_id="get_triage", summary="Legal triage of an initiative", responses=TriageOut
    )
    def get(self, request: Request, initiative_id: UUID) -> Response:
        """The questions in the language asked for, and the result; its ETag is for writing."""
        return triage_answer(self, request, initiative_id)

    @extend_schema(
        operation_id="answer_triage",
        summary="Answer the legal triage",
        parameters=[IF_MATCH],
        request=TriageIn,
        responses={201: TriageOut},
    )
    def post(self, request: Request, initiative_id: UUID) -> Response:
        """A new triage under the law of today: `taps`, where they are enough, or `answers`."""
        given = checked(TriageIn, request.data)
        asked = asked_of(self, request, initiative_id)
        expected = expected_version(request)
        number = None if expected is None else expected // VERSIONS
        if "taps" in given:
            said = confirmed(given["taps"], asked)
            confirm_triage(self.act, **asked.known, **said, expected_number=number)
        else:
            said = {"answers": given["answers"]}
            answer_triage(self.act, **asked.known, **said, expected_number=number)
        return triage_answer(self, request, initiative_id, status=201)


class TriageEvidence(ApiView):
    @extend_schema(
        operation_id="provide_evidence",
        summary="Say where each proof of the triage is kept",
        request=EvidenceIn,
        responses=TriageOut,
    )
    def patch(self, request: Request, initiative_id: UUID) -> Response:
        """Each code given has its reference; an empty one takes it away."""
        given = checked(EvidenceIn, request.data)
        asked = asked_of(self, request, initiative_id)
        provide_evidence(
            self.act,
            **asked.known,
            references=given["references"],
            expected_version=row_version(request, asked),
        )
        return triage_answer(self, request, initiative_id)


class TriageDpia(ApiView):
    @extend_schema(
        operation_id="settle_dpia",
        summary="Settle the impact assessment",
        request=DpiaIn,
        responses=TriageOut,
    )
    def put(self, request: Request, initiative_id: UUID) -> Response:
        """It is referenced, or waived for a reason that the log keeps; a required one never is."""
        given = checked(DpiaIn, request.data)
        asked = asked_of(self, request, initiative_id)
        settle_dpia(
            self.act,
            **asked.known,
            settled=Dpia(given["settled"]),
            note=given["note"],
            expected_version=row_version(request, asked),
        )
        return triage_answer(self, request, initiative_id)


def asked_of(view: ApiView, request: Request, initiative_id: UUID) -> Asked:
    """The triage of that initiative; raises NotFound `initiative_not_found`."""
    door: Any = request._request
    page = initiative_page(initiative_id=initiative_id, today=door.today, actor=view.actor)
    captain_id = page.card.captain.id if page.card.captain else None
    known = {
        "subject": subject_of(initiative_id, captain_id),
    }
    return Asked(page=triage_page(page=page), known=known)


def confirmed(taps: Mapping[str, str], asked: Asked) -> dict[str, Any]:
    """The taps and the class they confirm; raises Invalid where `public` is to be answered too."""
    if asked.page.own_idea and "public" not in taps:
        raise Invalid("triage_answers", fields={"taps.public": ["required"]})
    hint = confirmed_class(taps, catalogue=asked.page.hint_class)
    return {"taps": taps, "hint_class": hint, "hint_data": asked.page.hint_data}


def row_version(request: Request, asked: Asked) -> int | None:
    """The version of the latest triage that the caller saw; raises Refused `stale_version`."""
    expected = expected_version(request)
    if expected is None:
        return None
    if expected // VERSIONS != asked.page.number:
        raise Refused("stale_version", version=asked.mark, expected=expected)
    return expected % VERSIONS


def triage_answer(
    view: ApiView, request: Request, initiative_id: UUID, *, status: int = 200
) -> Response:
    """The questions and the result as they are now."""
    asked = asked_of(view, request, initiative_id)
    return versioned(TriageOut(triage_document(asked.page)).data, asked.mark, status=status)
