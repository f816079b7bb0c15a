"""Trials: a small try that takes no slot and ends by itself."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from governance.access.choices import Role
from governance.access.rules.actors import Act, act_of_system
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.law.selectors import latest_triage
from portfolio.cap.selectors import lock_portfolio
from portfolio.initiatives.models import Initiative
from portfolio.life.services import present_member, write
from portfolio.observed.services import observe_trials
from portfolio.rhythm.services import expect_rhythm
from portfolio.trials.models import Trial
from portfolio.trials.rules import law_ends, law_refusal, trial_ends_on, trial_refusal
from tenants.columns import check_columns
from tenants.errors import NotFound, Refused
from tenants.rows import locked
from tenants.transactions import touch, use_case

NOTHING = Decimal(0)


def start_trial(
    act: Act,
    *,
    initiative_id: UUID,
    question: str,
    carried_by_id: UUID | None = None,
    days: int = 0,
    money: Decimal = NOTHING,
) -> Trial:
    """The trial runs for thirty days; one at a time, a second by an executive.

    The law is asked as for a start. Raises NotFound, NotAllowed, Refused `trial_runs`,
    `trials_full`, `trial_too_large`, `question_required`, `trial_already_running`, `wrong_state`,
    `trial_triage_needed` or a blocker of its triage.
    """
    require(act, permission="trial.run")
    check_columns(model=Trial, values={"question": question.strip(), "days": days, "spent": money})
    with use_case():
        lock_portfolio()
        row = locked(Initiative, initiative_id)
        if row.state not in ("proposed", "backlog"):
            raise Refused("wrong_state", state=row.state, expected=("proposed", "backlog"))
        running = Trial.objects.filter(ended_on=None)
        if running.filter(initiative=row).exists():
            raise Refused("trial_already_running")
        refused = trial_refusal(
            running=running.count(),
            is_by_executive=act.actor.role == Role.EXECUTIVE,
            question=question,
            days=Decimal(days),
            money=money,
        )
        refused = refused or law_refusal(blockers=_blockers(row.id, act.today))
        if refused is not None:
            raise Refused(refused.code, **refused.facts)
        carrier = carried_by_id or act.actor.member_id
        if carrier is None:
            raise NotFound("member_not_found")
        trial = Trial.objects.create(
            initiative=row,
            question=question.strip(),
            carried_by=present_member(carrier),
            starts=act.today,
            ends=trial_ends_on(started_on=act.today),
            days=days,
        )
        touch(act, SubjectKind.INITIATIVE, row.id)
        expect_rhythm(day=act.today + timedelta(days=1))
    return trial


def end_trial(
    act: Act, *, trial_id: UUID, answer: str, conclusive: bool, spent: Decimal = NOTHING
) -> Trial:
    """The trial is over and its answer stands with the idea it was for.

    Also for one that ended by itself and has no answer yet. Raises NotFound, NotAllowed, Refused
    `answer_required`, `trial_answered`, `trial_too_large`.
    """
    require(act, permission="trial.run")
    if not answer.strip():
        raise Refused("answer_required")
    check_columns(model=Trial, values={"answer": answer.strip()})
    with use_case():
        lock_portfolio()
        trial = locked(Trial, trial_id)
        if trial.conclusive is not None:
            raise Refused("trial_answered")
        if not 0 <= spent <= 500:
            raise Refused("trial_too_large", days=5, money=500)
        trial.answer, trial.conclusive, trial.spent = answer.strip(), conclusive, spent
        trial.ended_on = trial.ended_on or act.today
        trial.save(update_fields=["answer", "conclusive", "spent", "ended_on"])
        write(row=trial.initiative, values={})
        touch(act, SubjectKind.INITIATIVE, trial.initiative_id)
        observe_trials(now=act.now)
    return trial


def end_refused_trial(act: Act, *, initiative_id: UUID, blockers: tuple[str, ...]) -> None:
    """A trial that the law refuses from now on has ended today, with the reason."""
    reason = law_ends(blockers=blockers)
    if reason:
        running = Trial.objects.filter(initiative_id=initiative_id, ended_on=None)
        if running.update(ended_on=act.today, ended_because=reason):
            touch(act, SubjectKind.INITIATIVE, initiative_id)


def _blockers(initiative_id: UUID, today: date) -> tuple[str, ...] | None:
    """The codes for which its triage refuses a trial; None without a triage."""
    facts = latest_triage([initiative_id], as_of=today).get(initiative_id)
    return facts.trial_blockers if facts else None


def end_overdue_trials(*, now: datetime, today: date) -> int:
    """Every trial whose days are over has ended by itself on its last day; how many."""
    with use_case():
        lock_portfolio()
        touch(act_of_system(now=now, today=today), SubjectKind.PORTFOLIO)
        return Trial.objects.filter(ended_on=None, ends__lte=today).update(ended_on=F("ends"))
