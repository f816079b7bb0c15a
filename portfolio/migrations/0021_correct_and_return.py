"""Steps back: a return to the pool, a revival of what was stopped, a correction that restores."""

from django.db import migrations, models

ENTERED = ["backlog", "active", "paused", "completed", "stopped", "rejected", "archived"]
FORWARD = {
    "proposed": ["backlog", "rejected", "stopped"],
    "backlog": ["active", "rejected", "stopped", "archived"],
    "active": ["paused", "completed", "stopped"],
    "paused": ["active", "stopped"],
    "rejected": ["archived"],
    "archived": ["backlog", "rejected"],
}
RETURNED = {"active": ["backlog"], "paused": ["backlog"], "stopped": ["backlog"]}


def known(steps: list[tuple[str, str]]) -> str:
    """The statement that lets only those steps into the log."""
    words = "|".join(f"{one}>{other}" for one, other in steps)
    return f"""
ALTER TABLE portfolio_initiativedecision ADD CONSTRAINT initiative_decision_known_step
CHECK ((((from_state)::text || '>'::text) || (to_state)::text) ~ '^({words})$'::text)
"""


UNKNOWN = "ALTER TABLE portfolio_initiativedecision DROP CONSTRAINT initiative_decision_known_step"
BEFORE = [(one, other) for one, many in FORWARD.items() for other in many]
STAYED = [(state, state) for state in ENTERED]
TAKEN = BEFORE + [(one, other) for one, many in RETURNED.items() for other in many]
RESTORED = [(other, one) for one, other in TAKEN]
AFTER = list(dict.fromkeys([*TAKEN, *RESTORED, *STAYED, ("proposed", "proposed")]))


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0020_law_of_trials")]

    operations = [
        migrations.RunSQL([UNKNOWN, known(AFTER)], [UNKNOWN, known(BEFORE + STAYED)]),
        migrations.RemoveConstraint(model_name="initiative", name="initiative_state_has_decision"),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decision_number__isnull=False),
                name="initiative_state_has_decision",
            ),
        ),
    ]
