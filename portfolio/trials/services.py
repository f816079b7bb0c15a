"""Trials: a small try that takes no slot and ends by itself."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from django.db.models import F
from msgspec import Meta

from governance.access.choices import Role
from governance.access.rules.actors import Act, act_of_system
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.decisions.choices import SubjectKind
from governance.law.selectors import latest_triage
from governance.register.choices import DataClass, Light
from governance.register.services.entries import record_entry
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.messages import tell
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.services import present_member, write
from portfolio.observed.services import observe_trials
from portfolio.rhythm.services import expect_rhythm
from portfolio.trials.choices import Rating
from portfolio.trials.models import Trial, TrialRating
from portfolio.trials.rules import (
    law_ends,
    law_refusal,
    small_use_refusal,
    trial_ends_on,
    trial_refusal,
)
from tenants.bounds import Euros, text
from tenants.columns import check_columns
from tenants.errors import NotFound, Refused
from tenants.rows import locked
from tenants.transactions import touch, use_case

NOTHING = Decimal(0)

# What stands is looked at; nothing has changed by that.
LOOKED = "trials"


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


class SmallUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A small use as it goes on after its trial: its tool and data, euros and days a year."""

    tool: Annotated[str, text(120)]
    data: Annotated[tuple[DataClass, ...], Meta(min_length=1)]
    cost_year: Euros = NOTHING
    days: Annotated[int, Meta(ge=0, le=365)] = 0


def end_trial(
    act: Act,
    *,
    trial_id: UUID,
    answer: str,
    conclusive: bool,
    spent: Decimal = NOTHING,
    use: SmallUse | None = None,
) -> Trial:
    """The trial is over and its answer stands with the idea it was for.

    A small `use` goes straight to the register as in place, and the idea leaves the pool. Also for
    a trial that ended by itself and has no answer yet. Raises NotFound, NotAllowed, Refused
    `answer_required`, `trial_answered`, `trial_too_large`, `use_not_small`.
    """
    require(act, permission="trial.run")
    if not answer.strip():
        raise Refused("answer_required")
    check_columns(model=Trial, values={"answer": answer.strip()})
    with use_case():
        lock_portfolio()
        trial = _unanswered(trial_id)
        if not 0 <= spent <= 500:
            raise Refused("trial_too_large", days=5, money=500)
        trial.answer, trial.conclusive, trial.spent = answer.strip(), conclusive, spent
        trial.ended_on = trial.ended_on or act.today
        trial.save(update_fields=["answer", "conclusive", "spent", "ended_on"])
        write(row=trial.initiative, values={})
        touch(act, SubjectKind.INITIATIVE, trial.initiative_id)
        if use is not None:
            _put_in_place(act, trial=trial, use=use)
        observe_trials(now=act.now)
    return trial


def _unanswered(trial_id: UUID) -> Trial:
    trial = locked(Trial, trial_id)
    if trial.conclusive is not None:
        raise Refused("trial_answered")
    return trial


def ask_users(act: Act, *, trial_id: UUID, member_ids: Iterable[UUID]) -> Trial:
    """Those members are asked what they think of what is tried, and no others; who said it stays.

    Raises NotFound `trial_not_found`, `member_not_found`, NotAllowed, Refused `trial_answered`,
    `rates_own_trial`.
    """
    require(act, permission="trial.run")
    with use_case():
        trial = _unanswered(trial_id)
        wanted = dict.fromkeys(member_ids)
        if trial.carried_by_id in wanted:
            raise Refused("rates_own_trial")
        people = [present_member(one) for one in wanted]
        trial.ratings.filter(rating="").exclude(member__in=people).delete()
        TrialRating.objects.bulk_create(
            [TrialRating(trial=trial, member=one, asked_at=act.now) for one in people],
            ignore_conflicts=True,
        )
    return trial


def own_rating(act: Act, *, trial: Trial) -> TrialRating:
    """What the actor is asked to say of the trial, or has said; raises NotAllowed."""
    asked = {one.member_id: one for one in trial.ratings.all()}
    require(act, permission="trial.rate", subject=SubjectFacts(invited_ids=frozenset(asked)))
    return asked[act.actor.person_id]


def rate_trial(act: Act, *, trial_id: UUID, rating: Rating) -> Trial:
    """Whoever is asked has said what he or she thinks of it; said again, the last word counts.

    Raises NotFound `trial_not_found`, NotAllowed, Refused `trial_answered`.
    """
    with use_case():
        lock_portfolio()
        trial = _unanswered(trial_id)
        own = own_rating(act, trial=trial)
        own.rating, own.rated_at = rating, act.now
        own.save(update_fields=["rating", "rated_at"])
        observe_trials(now=act.now)
    return trial


def _put_in_place(act: Act, *, trial: Trial, use: SmallUse) -> None:
    """The use stands in the register, as in place; its idea is archived by the system."""
    row = trial.initiative
    triage = latest_triage([row.id], as_of=act.today).get(row.id)
    refused = small_use_refusal(
        triage_class=triage.triage_class if triage else None,
        cost_year=use.cost_year,
        days=Decimal(use.days),
        conclusive=bool(trial.conclusive),
    )
    if refused is not None:
        raise Refused(refused.code, **refused.facts)
    record_entry(
        act,
        initiative_id=row.id,
        values={
            "tool": use.tool,
            "data": use.data,
            "purpose": row.title,
            "owner_id": trial.carried_by_id,
            "cost_year": use.cost_year,
            "light": Light.GREEN,
        },
    )
    decide(
        act_of_system(now=act.now, today=act.today),
        initiative_id=row.id,
        verdict=Verdict.ARCHIVE,
        reason="in_place",
    )


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
    """Every trial whose days are over has ended on its last day, and its answer is asked."""
    with use_case():
        lock_portfolio()
        touch(act_of_system(now=now, today=today), LOOKED)
        over = Trial.objects.select_related("initiative").filter(ended_on=None, ends__lte=today)
        for trial in over.order_by("id"):
            tell(
                member_ids=[trial.carried_by_id],
                template="trial_ended",
                key=f"trial_ended:{trial.id}",
                context={
                    "trial_id": trial.id,
                    "title": trial.initiative.title,
                    "question": trial.question,
                },
                now=now,
            )
        return Trial.objects.filter(ended_on=None, ends__lte=today).update(ended_on=F("ends"))
