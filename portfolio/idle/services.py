"""Every morning that something is due: late answers are told, idle ideas announced, archived."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from governance.access.rules.actors import Act
from governance.outbox.models import OutboxMessage
from portfolio.cap.selectors import lock_portfolio
from portfolio.decisions.services.decisions import decide
from portfolio.decisions.services.messages import tell
from portfolio.idle.rules import (
    KEEP_IDEAS,
    archive_due,
    idle_since,
    is_noticed,
    notice_due,
)
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import State, Verdict
from portfolio.proposals.selectors import due_on
from portfolio.proposals.services import leads_or_executives
from portfolio.rhythm.services import morning_of
from tenants.due_work.services import set_due
from tenants.transactions import use_case

DAY = timedelta(days=1)
WAITING = (State.BACKLOG, State.REJECTED)


def keep_ideas(act: Act) -> int:
    """Late answers and coming archivings are told once, what is due is archived; how many are.

    Running it again the same day changes nothing. `act` is the system's.
    """
    with use_case():
        lock_portfolio()
        rows = list(Initiative.objects.filter(state__in=WAITING).order_by("id"))
        proposals = list(Initiative.objects.filter(state=State.PROPOSED).order_by("id"))
        _tell_late(act, proposals)
        _announce(act, [row for row in rows if _to_announce(row, act.today)])
        due = [row for row in rows if _turns_on(row) <= act.today]
        for row in due:
            decide(act, initiative_id=row.id, verdict=Verdict.ARCHIVE, reason="idle")
        left = (_turns_on(row) for row in rows if row not in due)
        answers = (due_on(row) + DAY for row in proposals if due_on(row) >= act.today)
        following = min((*left, *answers), default=None)
        set_due(job=KEEP_IDEAS, due_at=None if following is None else morning_of(following))
    return len(due)


def _since(row: Initiative) -> date:
    return idle_since(state_since=row.state_since, changed_on=row.changed_on)


def _turns_on(row: Initiative) -> date:
    """When something happens to it by itself: its notice, then its archiving."""
    since, noticed_on = _since(row), row.archive_noticed_on
    if noticed_on is None or not is_noticed(since=since, noticed_on=noticed_on):
        return notice_due(since=since)
    return archive_due(since=since, noticed_on=noticed_on)


def _to_announce(row: Initiative, today: date) -> bool:
    since = _since(row)
    is_told = is_noticed(since=since, noticed_on=row.archive_noticed_on)
    return not is_told and notice_due(since=since) <= today


def _announce(act: Act, rows: list[Initiative]) -> None:
    """Whoever proposed each, and those who answer proposals, get one mail with all of theirs."""
    if not rows:
        return
    by_member: defaultdict[UUID, list[Initiative]] = defaultdict(list)
    leads = leads_or_executives()
    for row in rows:
        row.archive_noticed_on = act.today
        for member_id in {*leads, *filter(None, [row.proposed_by_id])}:
            by_member[member_id].append(row)
    Initiative.objects.bulk_update(rows, ["archive_noticed_on"])
    for member_id, theirs in by_member.items():
        _tell(act, [member_id], template="ideas_idle", key=f"idle:{act.today}", rows=theirs)


def _tell_late(act: Act, proposals: list[Initiative]) -> None:
    """Those who answer are told when one more is late, of all that are."""
    late = [row for row in proposals if due_on(row) < act.today]
    key = f"late:{max((due_on(row) for row in late), default='')}"
    if late and not OutboxMessage.objects.filter(dedup_key__startswith=f"{key}:").exists():
        _tell(act, leads_or_executives(), template="answers_late", key=key, rows=late)


def _tell(
    act: Act, member_ids: Iterable[UUID], *, template: str, key: str, rows: list[Initiative]
) -> None:
    tell(
        member_ids=member_ids,
        template=template,
        key=key,
        context={"titles": [row.title for row in rows]},
        now=act.now,
    )
