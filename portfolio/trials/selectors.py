from collections.abc import Sequence
from uuid import UUID

from django.db.models import prefetch_related_objects

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.trials.models import Trial
from tenants.errors import NotFound


def get_trial(trial_id: UUID) -> Trial:
    """The trial with its idea and who carries it; raises NotFound `trial_not_found`."""
    trial = Trial.objects.filter(id=trial_id).select_related("initiative", "carried_by").first()
    if trial is None:
        raise NotFound("trial_not_found")
    return trial


def with_ratings(trials: Sequence[Trial]) -> Sequence[Trial]:
    """Those trials with what was said of them; one statement where there is any."""
    prefetch_related_objects(list(trials), "ratings")
    return trials


def _trial(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.TRIAL,
        powers=(Power(permission="trial.run"),),
        door=Place(route="trial_end", parts=(row.id,)),
        operation=Place(route="api_trial_answer", parts=(row.id,)),
        **row.of(reader),
    )


# Who carries the trial answers it; once that person left, whoever leads.
TRIALS_OWED = DutySource(
    sql="""
SELECT t.id, t.initiative_id, t.question AS title, i.title AS about, t.ends AS due_on
FROM portfolio_trial t JOIN portfolio_initiative i ON i.id = t.initiative_id
JOIN governance_member m ON m.id = t.carried_by_id
WHERE t.conclusive IS NULL AND (m.id = %(reader)s
 OR m.left_at IS NOT NULL AND %(role)s IN ('executive', 'ai_lead'))
""",
    row=Owed,
    read=_trial,
)


def _rating(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.RATE,
        powers=(Power(permission="trial.rate"),),
        door=Place(route="trial_rating", parts=(row.id,)),
        operation=Place(route="api_trial_rating", parts=(row.id,)),
        **row.of(reader),
    )


# Asked at once: what is tried is rated while it is tried, and no more once the trial is answered.
RATINGS_OWED = DutySource(
    sql="""
SELECT t.id, t.initiative_id, i.title, t.question AS about,
 (r.asked_at AT TIME ZONE %(zone)s)::date AS since
FROM portfolio_trialrating r JOIN portfolio_trial t ON t.id = r.trial_id
JOIN portfolio_initiative i ON i.id = t.initiative_id
WHERE r.member_id = %(reader)s AND r.rating = '' AND t.conclusive IS NULL
""",
    row=Owed,
    read=_rating,
)
