"""The three names are worked out when somebody asks and what they rest on changed, then stored."""

from datetime import date, datetime

from portfolio.standing.selectors.stored import text
from portfolio.trio.models import StoredTrio
from portfolio.trio.selectors.candidates import known_of_company
from portfolio.trio.selectors.stored import TrioFound
from portfolio.trio.selectors.trio import TrioAnswer, trio_answer
from tenants.transactions import use_case


def keep_trio(found: TrioFound, *, now: datetime, today: date) -> TrioAnswer:
    """The three names of what was found; where they had to be worked out, they stand stored."""
    if found.answer is not None:
        return found.answer
    answer = trio_answer(found.facts, known_of_company(), now=now, today=today)
    row = StoredTrio(
        digest=answer.digest,
        seed=answer.seed,
        answer=text(answer),
        computed_at=answer.computed_at,
    )
    with use_case():
        StoredTrio.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["digest", "seed", "answer", "computed_at"],
        )
    return answer
