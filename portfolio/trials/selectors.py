from uuid import UUID

from portfolio.trials.models import Trial
from tenants.errors import NotFound


def get_trial(trial_id: UUID) -> Trial:
    """The trial with its idea and who carries it; raises NotFound `trial_not_found`."""
    trial = Trial.objects.filter(id=trial_id).select_related("initiative", "carried_by").first()
    if trial is None:
        raise NotFound("trial_not_found")
    return trial
