from datetime import date, datetime

from assessments.models import ObservedFact
from assessments.selectors.skill_facts import skill_facts


def observe_skills(*, today: date, now: datetime) -> None:
    """The facts about skills and literacy are those of now.

    Last in a use case, and always in the order of their keys: two of them never wait in a ring.
    """
    ObservedFact.objects.bulk_create(
        [
            ObservedFact(key=key, value=fact.value, at=fact.at)
            for key, fact in skill_facts(today=today, now=now).items()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["value", "at"],
    )
