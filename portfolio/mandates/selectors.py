"""Letters that end: renewed in time, or written anew for somebody else."""

from governance.duties.choices import DutyKind
from governance.duties.rules import Duty, Place, Power
from governance.duties.selectors import DutySource, Owed, Reader
from portfolio.life.choices import State

REMINDED_DAYS = 30
GOES_ON = (State.BACKLOG.value, State.ACTIVE.value, State.PAUSED.value)


def _renew(row: Owed, reader: Reader) -> Duty:
    return Duty(
        kind=DutyKind.RENEW,
        powers=(Power(permission="mandate.issue"),),
        door=Place(route="mandate", parts=(row.id,)),
        **row.of(reader),
    )


# A month before it ends, once it ended, or once its holder left; a deputy is proposed.
RENEWALS_OWED = DutySource(
    sql=f"""
SELECT m.id, btrim(h.name) AS title, coalesce(btrim(d.name), '') AS about, m.version,
 CASE WHEN h.left_at IS NOT NULL THEN 'vacant' WHEN m.ends < %(today)s::date THEN 'expired'
  ELSE 'ends' END AS code,
 (h.left_at AT TIME ZONE %(zone)s)::date AS since,
 CASE WHEN h.left_at IS NULL THEN m.ends END AS due_on,
 CASE WHEN h.left_at IS NULL THEN m.ends - {REMINDED_DAYS} END AS opens_on
FROM governance_mandate m JOIN governance_member h ON h.id = m.holder_id
LEFT JOIN governance_member d ON d.id = m.deputy_id AND d.left_at IS NULL
LEFT JOIN portfolio_initiative i ON i.id = m.initiative_id
WHERE m.revoked_at IS NULL AND (h.left_at IS NOT NULL OR m.accepted_at IS NOT NULL)
 AND (m.initiative_id IS NULL OR i.state IN {GOES_ON})
""",
    row=Owed,
    read=_renew,
)
