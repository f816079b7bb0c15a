"""A tie is about the decision's own subject and goes on where the row stands; seats are the cap.

Function bodies name the schema through TG_TABLE_SCHEMA, so that they are true in every company.
"""

from django.db import migrations

ABOUT_ITS_SUBJECT = """
ALTER TABLE portfolio_initiativedecision ADD CONSTRAINT initiative_decision_about_its_subject
FOREIGN KEY (decision_id, initiative_id) REFERENCES governance_decision (id, subject_id)
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

TRIGGERS = [
    """CREATE TRIGGER initiativedecision_goes_on BEFORE INSERT ON portfolio_initiativedecision
       FOR EACH ROW EXECUTE FUNCTION portfolio_tie_goes_on()""",
    """CREATE CONSTRAINT TRIGGER portfolio_cap_is_its_seats
       AFTER UPDATE OF cap ON portfolio_portfolio DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION portfolio_seats_are_the_cap()""",
    """CREATE CONSTRAINT TRIGGER slot_seats_are_the_cap
       AFTER INSERT OR UPDATE OR DELETE ON portfolio_slot DEFERRABLE INITIALLY DEFERRED
       FOR EACH ROW EXECUTE FUNCTION portfolio_seats_are_the_cap()""",
    "ALTER TABLE portfolio_initiativedecision ENABLE ALWAYS TRIGGER initiativedecision_goes_on",
    "ALTER TABLE portfolio_portfolio ENABLE ALWAYS TRIGGER portfolio_cap_is_its_seats",
    "ALTER TABLE portfolio_slot ENABLE ALWAYS TRIGGER slot_seats_are_the_cap",
]


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0026_external_ref"),
        ("governance", "0050_decision_subject"),
    ]

    operations = [
        migrations.RunSQL(
            [ABOUT_ITS_SUBJECT],
            [
                """ALTER TABLE portfolio_initiativedecision
                   DROP CONSTRAINT initiative_decision_about_its_subject"""
            ],
        ),
        migrations.RunSQL([GOES_ON], ["DROP FUNCTION portfolio_tie_goes_on()"]),
        migrations.RunSQL([SEATS_ARE_THE_CAP], ["DROP FUNCTION portfolio_seats_are_the_cap()"]),
        migrations.RunSQL(
            TRIGGERS,
            [
                "DROP TRIGGER slot_seats_are_the_cap ON portfolio_slot",
                "DROP TRIGGER portfolio_cap_is_its_seats ON portfolio_portfolio",
                "DROP TRIGGER initiativedecision_goes_on ON portfolio_initiativedecision",
            ],
        ),
    ]
