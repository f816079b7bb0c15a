"""Many initiatives at once, by SQL: what would take services minutes takes a second."""

from datetime import date

from django.db import connection

from tests.conftest import Cast

IDEAS = """
WITH made AS (
    INSERT INTO portfolio_initiative (id, title, summary, use_case, benefit, beneficiaries,
        proposed_by_id, state, state_since, lesson, kept, value_tap, effort_tap, cost_tap,
        value_low, value_likely, value_high, days_low, days_likely, days_high,
        cost_low, cost_likely, cost_high, success_chance, next_step, created_at, version)
    SELECT gen_random_uuid(), 'Idée ' || n, repeat('Ce que cela change, en deux lignes. ', 4),
        '', 'quality', 'l’atelier', %(member)s, 'proposed', %(day)s, '', '', '', '', '',
        n * 10, n * 20, n * 30, 5, 10 + n %% 40, 80, 100, 200 + n, 900 + n, 0.45, '', now(), 1
    FROM generate_series(1, %(count)s) n RETURNING id
)
INSERT INTO portfolio_objective (id, initiative_id, position, benefit, beneficiaries, kpi, unit,
    direction, cadence_days, baseline, baseline_on, target, target_on, monthly_value, reuse_share,
    destination, version)
SELECT gen_random_uuid(), id, 1, 'quality', 'l’atelier', 'Délai', 'j', 'down', 30, 9, %(day)s, 3,
    %(day)s + 180, 2000, 0.5, '', 1 FROM made
"""


def crowd(cast: Cast, count: int, *, day: date) -> None:
    """So many ideas more, each with an objective."""
    with connection.cursor() as cursor:
        member = cast.members["captain"].id
        cursor.execute(IDEAS, {"member": member, "day": day, "count": count})
