"""The legal check of an initiative: what is asked, what was answered, what it leads to."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import UNSET

from governance.access.rules.authority import SubjectFacts
from governance.api.operations import Reply, operation
from governance.api.views import ApiView
from governance.law.choices import DpiaSettlement
from portfolio.initiatives.selectors.pages import initiative_page
from portfolio.triage.selectors import TriagePage, subject_of, triage_page
from portfolio.triage.services import (
    answer_triage,
    confirm_triage,
    provide_evidence,
    settle_dpia,
)
from portfolio.triage.shapes import (
    DpiaBody,
    DpiaSettledAnswer,
    EvidenceBody,
    TriageAnswer,
    TriageBody,
    triage_now,
)
from tenants.errors import Invalid
from tenants.rows import stale

# The ETag counts both: which triage of the initiative, and which version of it.
VERSIONS = 10_000


@dataclass(frozen=True, kw_only=True)
class TriageOf:
    """The triage of an initiative as it is, and the initiative as authority looks at it."""

    page: TriagePage
    subject: SubjectFacts

    @property
    def mark(self) -> int:
        """The triage's number and version as one; 0 when there is none."""
        latest = self.page.latest
        return latest.number * VERSIONS + latest.version if latest else 0


class InitiativeTriage(ApiView):
    @operation("Legal check of an initiative", TriageAnswer, name="get_triage", writes_version=True)
    def get(self, initiative_id: UUID) -> Reply:
        """The questions in the language asked for, and the result; its ETag is for writing."""
        return triage_answer(self, initiative_id)

    @operation(
        "Answer the legal triage",
        TriageAnswer,
        name="answer_triage",
        body=TriageBody,
        status=201,
        reads_version=True,
        writes_version=True,
    )
    def post(self, body: TriageBody, initiative_id: UUID) -> Reply:
        """Answers under the law of today: `taps` with the `answers` beside them, or `answers`.

        What is asked and not answered leaves it open: `answers` sent later add to it.
        """
        if body.taps is UNSET and body.answers is UNSET:
            raise Invalid("invalid_fields", fields={"answers": ["taps_or_answers"]})
        found = triage_of(self, initiative_id)
        expected = self.expected_version()
        known = {
            "subject": found.subject,
            "expected_number": None if expected is None else expected // VERSIONS,
        }
        if body.taps is not UNSET:
            answers = {} if body.answers is UNSET else body.answers
            use_case_id = found.page.use_case
            self.perform(
                confirm_triage,
                **known,
                use_case_id=use_case_id,
                taps=body.taps,
                answers=answers,
            )
        else:
            self.perform(answer_triage, **known, answers=body.answers)
        return triage_answer(self, initiative_id)


class TriageEvidence(ApiView):
    @operation(
        "Say where each proof of the triage is kept",
        TriageAnswer,
        name="provide_evidence",
        body=EvidenceBody,
        reads_version=True,
        writes_version=True,
    )
    def patch(self, body: EvidenceBody, initiative_id: UUID) -> Reply:
        """Each code given has its reference; an empty one takes it away."""
        found = triage_of(self, initiative_id)
        self.perform(
            provide_evidence,
            subject=found.subject,
            references=body.references,
            expected_version=row_version(self, found),
        )
        return triage_answer(self, initiative_id)


class TriageDpia(ApiView):
    @operation("The impact assessment", DpiaSettledAnswer, name="get_dpia", writes_version=True)
    def get(self, initiative_id: UUID) -> Reply:
        """How the impact assessment is settled; its ETag is the triage's."""
        found = triage_of(self, initiative_id)
        latest = found.page.latest
        answer = DpiaSettledAnswer(
            settled=latest.dpia_settled if latest else DpiaSettlement.OPEN,
            note=latest.dpia_note if latest else "",
        )
        return Reply(answer, found.mark)

    @operation(
        "Settle the impact assessment",
        TriageAnswer,
        name="settle_dpia",
        body=DpiaBody,
        reads_version=True,
        writes_version=True,
    )
    def put(self, body: DpiaBody, initiative_id: UUID) -> Reply:
        """It is referenced, or waived for a reason that the log keeps; a required one never is."""
        found = triage_of(self, initiative_id)
        self.perform(
            settle_dpia,
            subject=found.subject,
            settled=body.settled,
            note=body.note,
            expected_version=row_version(self, found),
        )
        return triage_answer(self, initiative_id)


def triage_of(view: ApiView, initiative_id: UUID) -> TriageOf:
    """The triage of that initiative; raises NotFound `initiative_not_found`."""
    page = initiative_page(initiative_id=initiative_id, today=view.today, actor=view.actor)
    captain_id = page.card.captain.id if page.card.captain else None
    return TriageOf(page=triage_page(page=page), subject=subject_of(initiative_id, captain_id))


def row_version(view: ApiView, found: TriageOf) -> int | None:
    """The version of the latest triage that the caller saw; raises Refused `stale_version`."""
    expected = view.expected_version()
    if expected is None:
        return None
    if expected // VERSIONS != found.page.number:
        raise stale(version=found.mark, expected=expected)
    return expected % VERSIONS


def triage_answer(view: ApiView, initiative_id: UUID) -> Reply:
    """The questions and the result as they are now."""
    found = triage_of(view, initiative_id)
    return Reply(triage_now(found.page), found.mark)
