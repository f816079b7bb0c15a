"""A proposal is answered: pooled, joined to another, or by a question first; others join it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from governance.access.choices import Role
from governance.access.rules.actors import Act
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.members.models import Member
from governance.outbox.services import LetterContent
from governance.register.selectors import door_behind
from governance.register.services.entries import Visit
from portfolio.cap.selectors import company_zone, lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.messages import tell
from portfolio.decisions.services.recording import Decided
from portfolio.estimates.services import Estimates, set_estimates
from portfolio.initiatives.models import Initiative
from portfolio.initiatives.services import add_proposal
from portfolio.life.choices import State, Verdict
from portfolio.proposals.models import Interest, ProposalQuestion
from portfolio.proposals.rules import due_once_told, due_while_asked
from portfolio.proposals.selectors import due_on
from tenants.columns import check_columns
from tenants.errors import Invalid, NotAllowed, Refused
from tenants.rows import locked
from tenants.transactions import touch, use_case


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
        if row.proposed_by_id is None or (
            not Member.objects.filter(id=row.proposed_by_id, left_at=None)
            .exclude(role=Role.VIEWER)
            .exists()
        ):
            raise Refused("proposer_left")
        row.answer_by = due_while_asked(due_on=due_on(row))
        row.save(update_fields=["answer_by"])
        touch(act, SubjectKind.INITIATIVE, row.id)
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
        asked_on = asked.asked_at.astimezone(company_zone()).date()
        row.answer_by = due_once_told(due_on=due_on(row), asked_on=asked_on, told_on=act.today)
        row.save(update_fields=["answer_by"])
        touch(act, SubjectKind.INITIATIVE, row.id)
        tell(
            member_ids=[asked.asked_by_id],
            template="proposal_answer",
            key=f"proposal_answer:{asked.id}",
            context={**_about(asked), "answer": asked.answer},
            now=act.now,
        )
    return asked


@dataclass(frozen=True, kw_only=True)
class PublicIdea:
    """What somebody without an account tells: the idea, and who it is from, if they wish."""

    title: str
    summary: str = ""
    benefit: str = ""
    beneficiaries: str = ""
    situation: str = ""
    name: str = ""
    email: str = ""


def propose_by_link(visit: Visit, *, token: str, given: PublicIdea) -> Initiative:
    """The idea waits for an answer, by the company's public address; nothing is shown of others.

    An answer reaches its proposer where an address was typed. Raises NotFound `door_not_found`,
    Invalid `title_required`, `invalid_fields`.
    """
    if not given.title.strip():
        raise Invalid("title_required", fields={"title": ["required"]})
    said = {name: value.strip() for name, value in asdict(given).items()}
    said |= {"proposed_name": said.pop("name"), "proposed_email": said.pop("email")}
    check_columns(model=Initiative, values=said)
    with use_case():
        door_behind(token)
        return add_proposal(visit, lock_portfolio(), **said)


def join_initiative(act: Act, *, initiative_id: UUID, words: str = "") -> Interest:
    """The actor stands beside that initiative instead of proposing a second one.

    Whoever carries it is told, or those who answer proposals; a second time changes nothing.
    Raises NotAllowed, NotFound `initiative_not_found`, Invalid `invalid_fields`.
    """
    require(act, permission="initiative.propose")
    if act.actor.member_id is None:
        raise NotAllowed("not_in_role", permission="initiative.propose")
    check_columns(model=Interest, values={"words": words.strip()})
    with use_case():
        row = locked(Initiative, initiative_id)
        return _joined(act, row=row, member_id=act.actor.member_id, words=words.strip())


def join_proposal(
    act: Act,
    *,
    initiative_id: UUID,
    joined_id: UUID,
    reason: str,
    expected_version: int | None = None,
) -> Decided:
    """The proposal is answered: its proposer, and who joined it, stand beside that other one.

    Raises what `decide` raises for *reject*; Refused `joins_itself`, NotFound
    `initiative_not_found`.
    """
    if initiative_id == joined_id:
        raise Refused("joins_itself")
    with use_case():
        lock_portfolio()
        decided = decide(
            act,
            initiative_id=initiative_id,
            verdict=Verdict.REJECT,
            reason=reason,
            joined_id=joined_id,
            expected_version=expected_version,
        )
        other, row = locked(Initiative, joined_id), decided.initiative
        beside = [one.member_id for one in row.interests.order_by("since", "id")]
        for member_id in filter(None, dict.fromkeys([row.proposed_by_id, *beside])):
            _joined(act, row=other, member_id=member_id, words=row.title)
    return decided


def _joined(act: Act, *, row: Initiative, member_id: UUID, words: str) -> Interest:
    one, is_new = Interest.objects.get_or_create(
        initiative=row, member_id=member_id, defaults={"words": words, "since": act.now}
    )
    if is_new and member_id != row.captain_id:
        told = [row.captain_id] if row.captain_id else leads_or_executives()
        tell(
            member_ids=[one for one in told if one != act.actor.member_id],
            template="initiative_joined",
            key=f"joined:{one.id}",
            context={"initiative_id": row.id, "title": row.title, "joined_by_id": member_id},
            now=act.now,
        )
    return one


def leads_or_executives() -> list[UUID]:
    """Who answers proposals: the AI leads who are present, without any the executives."""
    found = Member.objects.filter(left_at=None).values_list("id", "role")
    leads = [key for key, role in found if role == Role.AI_LEAD]
    return leads or [key for key, role in found if role == Role.EXECUTIVE]


def write_joined_mail(ids: Mapping[str, Any]) -> LetterContent:
    """Who stands beside it from now on."""
    joined = Member.objects.filter(id=UUID(ids["joined_by_id"])).first()
    return LetterContent({"joined": joined.display_name if joined else ""})


def require_answer(act: Act, *, initiative: Initiative) -> None:
    """Nothing for who may answer what its proposer is asked; raises NotAllowed."""
    subject = SubjectFacts(
        initiative_id=initiative.id,
        named_ids=frozenset(filter(None, [initiative.proposed_by_id])),
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
