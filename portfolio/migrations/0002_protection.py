"""A state follows from a decision; the tie between both is never changed; the slots are seeded."""

from django.conf import settings
from django.db import migrations

APP = settings.DATABASE_APP_ROLE

STATE_FOLLOWS_DECISION = """
ALTER TABLE portfolio_initiative ADD CONSTRAINT initiative_state_follows_decision
FOREIGN KEY (id, decision_number, state)
REFERENCES portfolio_initiativedecision (initiative_id, number, to_state)
DEFERRABLE INITIALLY DEFERRED
"""

ENTERED = ["backlog", "active", "paused", "completed", "stopped", "rejected", "archived"]
STEPS = "|".join(
    [
        "proposed>(backlog|rejected|stopped)",
        "backlog>(active|rejected|stopped|archived)",
        "active>(paused|completed|stopped)",
        "paused>(active|stopped)",
        "rejected>archived",
        "archived>(backlog|rejected)",
        *(f"{state}>{state}" for state in ENTERED),
    ]
)
ONLY_KNOWN_STEPS = f"""
ALTER TABLE portfolio_initiativedecision ADD CONSTRAINT initiative_decision_known_step
CHECK ((((from_state)::text || '>'::text) || (to_state)::text) ~ '^({STEPS})$'::text)
"""

TRIGGERS = [
    """CREATE TRIGGER initiative_new_state_new_decision BEFORE UPDATE ON portfolio_initiative
       FOR EACH ROW WHEN (
           OLD.state IS DISTINCT FROM NEW.state
           AND coalesce(NEW.decision_number, 0) <= coalesce(OLD.decision_number, 0)
       ) EXECUTE FUNCTION governance_refuse()""",
    """CREATE TRIGGER initiativedecision_never_changes
       BEFORE UPDATE OR DELETE ON portfolio_initiativedecision
       FOR EACH ROW EXECUTE FUNCTION governance_refuse()""",
    """CREATE TRIGGER initiativedecision_never_empties
       BEFORE TRUNCATE ON portfolio_initiativedecision
       FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()""",
    """ALTER TABLE portfolio_initiative
       ENABLE ALWAYS TRIGGER initiative_new_state_new_decision""",
    """ALTER TABLE portfolio_initiativedecision
       ENABLE ALWAYS TRIGGER initiativedecision_never_changes""",
    """ALTER TABLE portfolio_initiativedecision
       ENABLE ALWAYS TRIGGER initiativedecision_never_empties""",
]

SEEDS = [
    """INSERT INTO portfolio_portfolio
       (id, cap, company_size, rhythm, next_rhythm, silence_pauses, version)
       VALUES (1, 3, 'small', 'monthly', 'monthly', true, 1)""",
    "INSERT INTO portfolio_slot (no) VALUES (1), (2), (3)",
    # True on no day: whoever reads it first has it computed.
    """INSERT INTO portfolio_rollup
       (id, as_of, true_until, shape, badge, dashboard, portfolio, page, letters)
       VALUES (1, '0001-01-01', '0001-01-01', '', 0, '', '', '', '')""",
]


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_initial"),
        ("governance", "0002_protection"),
    ]

    operations = [
        migrations.RunSQL(
            [STATE_FOLLOWS_DECISION],
            [
                """ALTER TABLE portfolio_initiative
                   DROP CONSTRAINT initiative_state_follows_decision"""
            ],
        ),
        migrations.RunSQL(
            [ONLY_KNOWN_STEPS],
            [
                """ALTER TABLE portfolio_initiativedecision
                   DROP CONSTRAINT initiative_decision_known_step"""
            ],
        ),
        migrations.RunSQL(
            TRIGGERS,
            [
                "DROP TRIGGER initiativedecision_never_empties ON portfolio_initiativedecision",
                "DROP TRIGGER initiativedecision_never_changes ON portfolio_initiativedecision",
                "DROP TRIGGER initiative_new_state_new_decision ON portfolio_initiative",
            ],
        ),
        migrations.RunSQL(
            [f'REVOKE UPDATE, DELETE, TRUNCATE ON portfolio_initiativedecision FROM "{APP}"'],
            [f'GRANT UPDATE, DELETE ON portfolio_initiativedecision TO "{APP}"'],
        ),
        migrations.RunSQL(
            SEEDS,
            [
                "DELETE FROM portfolio_rollup",
                "DELETE FROM portfolio_slot",
                "DELETE FROM portfolio_portfolio",
            ],
        ),
    ]
