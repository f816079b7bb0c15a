"""A state follows from a decision and the tie between both stays; seats are the cap; the seeds.

Function bodies name the schema through TG_TABLE_SCHEMA, so that they are true in every company.
"""

from django.conf import settings
from django.db import migrations

from tenants.texts import FOLDED

APP = settings.DATABASE_APP_ROLE

STATE_FOLLOWS_DECISION = """
ALTER TABLE portfolio_initiative ADD CONSTRAINT initiative_state_follows_decision
FOREIGN KEY (id, decision_number, state)
REFERENCES portfolio_initiativedecision (initiative_id, number, to_state)
DEFERRABLE INITIALLY DEFERRED
"""

ABOUT_ITS_SUBJECT = """
ALTER TABLE portfolio_initiativedecision ADD CONSTRAINT initiative_decision_about_its_subject
FOREIGN KEY (decision_id, initiative_id) REFERENCES governance_decision (id, subject_id)
"""

STATES = [
    "proposed", "backlog", "active", "paused", "completed", "stopped", "rejected", "archived",
]
# Each of them may be taken back by a correction.
STEPS = {
    "proposed": ["backlog", "rejected", "stopped", "active", "archived"],
    "backlog": ["active", "rejected", "stopped", "archived"],
    "active": ["paused", "completed", "stopped", "backlog"],
    "paused": ["active", "stopped", "backlog"],
    "completed": ["stopped"],
    "stopped": ["backlog"],
    "rejected": ["archived"],
    "archived": ["backlog", "rejected"],
}
TAKEN = [(one, other) for one, others in STEPS.items() for other in others]
KNOWN = sorted({*TAKEN, *((other, one) for one, other in TAKEN), *zip(STATES, STATES)})
ONLY_KNOWN_STEPS = f"""
ALTER TABLE portfolio_initiativedecision ADD CONSTRAINT initiative_decision_known_step
CHECK ((((from_state)::text || '>'::text) || (to_state)::text)
    ~ '^({"|".join(f"{one}>{other}" for one, other in KNOWN)})$'::text)
"""

GOES_ON = """
CREATE FUNCTION portfolio_tie_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    last_number integer;
    last_state text;
BEGIN
    EXECUTE pg_catalog.format(
        'SELECT state FROM %I.portfolio_initiative WHERE id = $1 FOR UPDATE', TG_TABLE_SCHEMA
    ) INTO stands USING NEW.initiative_id;
    EXECUTE pg_catalog.format(
        'SELECT number, to_state FROM %I.portfolio_initiativedecision WHERE initiative_id = $1'
        ' ORDER BY number DESC LIMIT 1', TG_TABLE_SCHEMA
    ) INTO last_number, last_state USING NEW.initiative_id;
    IF NEW.number IS DISTINCT FROM coalesce(last_number, 0) OPERATOR(pg_catalog.+) 1
        OR NEW.from_state IS DISTINCT FROM stands
        OR NEW.from_state IS DISTINCT FROM coalesce(last_state, 'proposed')
    THEN
        RAISE EXCEPTION 'decision % of an initiative in state % cannot begin at %',
            NEW.number, stands, NEW.from_state USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

# The write of `cap` makes whoever stands at a stricter isolation level see that seats changed.
SEATS_ARE_THE_CAP = """
CREATE FUNCTION portfolio_seats_are_the_cap() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wanted integer;
    seats integer;
BEGIN
    IF TG_TABLE_NAME OPERATOR(pg_catalog.=) 'portfolio_slot' THEN
        EXECUTE pg_catalog.format(
            'UPDATE %I.portfolio_portfolio SET cap = cap WHERE id = 1', TG_TABLE_SCHEMA
        );
    END IF;
    EXECUTE pg_catalog.format(
        'SELECT cap FROM %I.portfolio_portfolio WHERE id = 1 FOR UPDATE', TG_TABLE_SCHEMA
    ) INTO wanted;
    EXECUTE pg_catalog.format(
        'SELECT count(*) FROM %I.portfolio_slot WHERE no < 4', TG_TABLE_SCHEMA
    ) INTO seats;
    IF wanted IS DISTINCT FROM seats THEN
        RAISE EXCEPTION 'a cap of % with % seats', wanted, seats
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$
"""

# Where each stands, and when it fires.
TRIGGERS = {
    "initiative_new_state_new_decision": (
        "portfolio_initiative",
        """CREATE TRIGGER initiative_new_state_new_decision BEFORE UPDATE ON portfolio_initiative
           FOR EACH ROW WHEN (
               OLD.state IS DISTINCT FROM NEW.state
               AND coalesce(NEW.decision_number, 0) <= coalesce(OLD.decision_number, 0)
           ) EXECUTE FUNCTION governance_refuse()""",
    ),
    "initiativedecision_never_changes": (
        "portfolio_initiativedecision",
        """CREATE TRIGGER initiativedecision_never_changes
           BEFORE UPDATE OR DELETE ON portfolio_initiativedecision
           FOR EACH ROW EXECUTE FUNCTION governance_refuse()""",
    ),
    "initiativedecision_never_empties": (
        "portfolio_initiativedecision",
        """CREATE TRIGGER initiativedecision_never_empties
           BEFORE TRUNCATE ON portfolio_initiativedecision
           FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse()""",
    ),
    "initiativedecision_goes_on": (
        "portfolio_initiativedecision",
        """CREATE TRIGGER initiativedecision_goes_on BEFORE INSERT ON portfolio_initiativedecision
           FOR EACH ROW EXECUTE FUNCTION portfolio_tie_goes_on()""",
    ),
    "portfolio_cap_is_its_seats": (
        "portfolio_portfolio",
        """CREATE CONSTRAINT TRIGGER portfolio_cap_is_its_seats
           AFTER UPDATE OF cap ON portfolio_portfolio DEFERRABLE INITIALLY DEFERRED
           FOR EACH ROW EXECUTE FUNCTION portfolio_seats_are_the_cap()""",
    ),
    "slot_seats_are_the_cap": (
        "portfolio_slot",
        """CREATE CONSTRAINT TRIGGER slot_seats_are_the_cap
           AFTER INSERT OR UPDATE OR DELETE ON portfolio_slot DEFERRABLE INITIALLY DEFERRED
           FOR EACH ROW EXECUTE FUNCTION portfolio_seats_are_the_cap()""",
    ),
}

# What an initiative is searched and sorted by: folded, and kept so by the database itself.
FOLDED_COLUMNS = {
    "title_key": "title",
    "search_key": "title || ' ' || summary || ' ' || beneficiaries",
}

SEEDS = [
    """INSERT INTO portfolio_portfolio
       (id, cap, pool_cap, company_size, rhythm, next_rhythm, closed_months, day_price,
        fiscal_month, promises_kept, promises_closed, silence_pauses, team_figures, version)
       VALUES (1, 3, 12, '', 'monthly', 'monthly', '{}', 350, 1, 0, 0, true, false, 1)""",
    "INSERT INTO portfolio_slot (no) VALUES (1), (2), (3)",
    # True on no day: whoever reads it first has it computed.
    """INSERT INTO portfolio_rollup
       (id, as_of, true_until, shape, dashboard, portfolio, page, letters)
       VALUES (1, '0001-01-01', '0001-01-01', '', '', '', '', '')""",
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
            [ABOUT_ITS_SUBJECT],
            [
                """ALTER TABLE portfolio_initiativedecision
                   DROP CONSTRAINT initiative_decision_about_its_subject"""
            ],
        ),
        migrations.RunSQL(
            [ONLY_KNOWN_STEPS],
            [
                """ALTER TABLE portfolio_initiativedecision
                   DROP CONSTRAINT initiative_decision_known_step"""
            ],
        ),
        migrations.RunSQL([GOES_ON], ["DROP FUNCTION portfolio_tie_goes_on()"]),
        migrations.RunSQL([SEATS_ARE_THE_CAP], ["DROP FUNCTION portfolio_seats_are_the_cap()"]),
        *(
            migrations.RunSQL(
                [made, f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"],
                [f"DROP TRIGGER {name} ON {table}"],
            )
            for name, (table, made) in TRIGGERS.items()
        ),
        migrations.RunSQL(
            [f'REVOKE UPDATE, DELETE, TRUNCATE ON portfolio_initiativedecision FROM "{APP}"'],
            [f'GRANT UPDATE, DELETE ON portfolio_initiativedecision TO "{APP}"'],
        ),
        *(
            migrations.RunSQL(
                f"ALTER TABLE portfolio_initiative ADD COLUMN {name} text"
                f" GENERATED ALWAYS AS ({FOLDED.format(f'({said})')}) STORED",
                f"ALTER TABLE portfolio_initiative DROP COLUMN {name}",
            )
            for name, said in FOLDED_COLUMNS.items()
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
