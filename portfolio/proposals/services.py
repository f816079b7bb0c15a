"""A proposal is answered: into the pool with its orders of magnitude, or by a question first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.members.models import Member
from governance.outbox.services import LetterContent
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.messages import tell
from portfolio.decisions.services.recording import Decided
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.proposals.models import ProposalQuestion
from tenants.errors import Invalid, Refused
from tenants.rows import locked
from tenants.transactions import use_case


def pool_proposal(
    act: Act, *, initiative_id: UUID, estimates: Estimates, expected_version: int | None = None
) -> Decided:
    """The idea waits in the pool with those estimates, or nothing happened.

    Raises what `set_estimates` and `decide` raise: NotAllowed, Refused `objective_missing`,
    `estimates_missing`, `stale_version`.
    """
    with use_case():
        lock_portfolio()
        set_estimates(
            act,
            initiative_id=initiative_id,
            estimates=estimates,
            expected_version=expected_version,
        )
        return decide(act, initiative_id=initiative_id, verdict=Verdict.QUALIFY)


def ask_proposer(
    act: Act, *, initiative_id: UUID, question: str, expected_version: int | None = None
) -> ProposalQuestion:
    """Whoever proposed the idea has a question in the mail; its answer will stand on the proposal.

    Raises NotAllowed, NotFound, Invalid `question_required`, Refused `wrong_state`,
    `question_open`, `proposer_left`, `stale_version`.
    """
    require(act, permission="proposal.ask")
    if not question.strip():
        raise Invalid("question_required", fields={"question": ["required"]})
    with use_case():
        row = _proposal(initiative_id, expected_version=expected_version)
        if row.questions.filter(answered_at=None).exists():
            raise Refused("question_open")
        if (
            not Member.objects.filter(id=row.proposed_by_id, left_at=None)
            .exclude(role=Role.VIEWER)
            .exists()
        ):
            raise Refused("proposer_left")
        asked = ProposalQuestion.objects.create(
            initiative=row,
            question=question.strip(),
            asked_by_id=act.actor.person_id,
            asked_at=act.now,
        )
        tell(
            member_ids=[row.proposed_by_id],
            template="proposal_question",
            key=f"proposal_question:{asked.id}",
            context=_about(asked),
            now=act.now,
        )
    return asked


def answer_as_proposer(act: Act, *, initiative_id: UUID, answer: str) -> ProposalQuestion:
    """The answer stands on the proposal and whoever asked is told.

    Raises NotAllowed, NotFound, Invalid `answer_required`, Refused `wrong_state`, `no_question`.
    """
    if not answer.strip():
        raise Invalid("answer_required", fields={"answer": ["required"]})
    with use_case():
        row = _proposal(initiative_id)
        require_answer(act, initiative=row)
        asked = row.questions.filter(answered_at=None).first()
        if asked is None:
            raise Refused("no_question")
        asked.answer, asked.answered_by_id = answer.strip(), act.actor.member_id
        asked.answered_at = act.now
        asked.save(update_fields=["answer", "answered_by", "answered_at"])
        tell(
            member_ids=[asked.asked_by_id],
            template="proposal_answer",
            key=f"proposal_answer:{asked.id}",
            context={**_about(asked), "answer": asked.answer},
            now=act.now,
        )
    return asked


def require_answer(act: Act, *, initiative: Initiative) -> None:
    """Nothing for who may answer what its proposer is asked; raises NotAllowed."""
    subject = SubjectFacts(
        initiative_id=initiative.id, named_ids=frozenset({initiative.proposed_by_id})
    )
    require(act, permission="proposal.answer", subject=subject)


def write_question_mail(ids: Mapping[str, Any]) -> LetterContent:
    """Who asked."""
    asker = Member.objects.filter(id=UUID(ids["asker_id"])).first()
    return LetterContent({"asker": asker.display_name if asker else ""})


def _proposal(initiative_id: UUID, *, expected_version: int | None = None) -> Initiative:
    """The proposal, locked; raises NotFound, Refused `wrong_state`, `stale_version`."""
    row = locked(Initiative, initiative_id, expected=expected_version)
    if row.state != State.PROPOSED:
        raise Refused("wrong_state", state=row.state, expected=(State.PROPOSED,))
    return row


def _about(asked: ProposalQuestion) -> dict[str, object]:
    return {
        "initiative_id": asked.initiative_id,
        "title": asked.initiative.title,
        "question": asked.question,
        "asker_id": asked.asked_by_id,
    }
