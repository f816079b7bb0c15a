"""What an *adjust* changed is as it was before, where nobody has changed it again."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from governance.access.rules.actors import Act
from governance.decisions.models import Decision
from governance.decisions.rules import plain
from governance.members.models import Member
from portfolio.criteria.choices import StopMetric
from portfolio.decisions.rules.restoring import restored_values
from portfolio.decisions.services.verdicts import move_spend_limit
from portfolio.life.choices import Adjustable, State, Verdict
from portfolio.money.models import Tranche
from portfolio.objectives.models import Objective
from portfolio.standing.selectors.records import Record


def former_values(act: Act, *, record: Record, wrong: Decision) -> dict[str, Any]:
    """The values that a correction would bring back, by what was changed, as the log holds them.

    A former captain who has left and a target that the baseline has passed stay away; so does
    everything once the initiative is no longer active.
    """
    if wrong.verdict != Verdict.ADJUST or record.initiative.state != State.ACTIVE:
        return {}
    changes = {name: one for name, one in wrong.facts["changes"].items() if isinstance(one, dict)}
    back = restored_values(
        changes=changes,
        present=_present(record=record, wrong=wrong),
        decided_at=wrong.at,
        now=act.now,
    )
    captain = back.get(Adjustable.CAPTAIN)
    if captain and not Member.objects.filter(id=captain, left_at=None).exists():
        del back[Adjustable.CAPTAIN]
    objective = _objective(record=record, wrong=wrong)
    target = back.get(Adjustable.TARGET)
    if target and objective is not None and objective.baseline is not None:
        gap = Decimal(target) - objective.baseline
        if not gap or (gap > 0) != (objective.direction == "up"):
            del back[Adjustable.TARGET]
    return back


def restore_values(act: Act, *, record: Record, wrong: Decision, back: Mapping[str, Any]) -> None:
    """Those values are in force again; the row, its version too, is saved."""
    row, changes = record.initiative, wrong.facts["changes"]
    fields = ["version"]
    if Adjustable.CAPTAIN in back:
        row.captain_id = _id(back[Adjustable.CAPTAIN])
        since = changes[Adjustable.CAPTAIN].get("since")
        row.captain_since = date.fromisoformat(since) if since else None
        fields += ["captain", "captain_since"]
    if Adjustable.SCOPE in back:
        row.summary = back[Adjustable.SCOPE]
        fields.append("summary")
    if Adjustable.BUDGET in back:
        row.budget = _amount(back[Adjustable.BUDGET])
        fields.append("budget")
        _restore_tranches(
            record=record, wrong=wrong, cuts=changes[Adjustable.BUDGET].get("cut", ())
        )
    objective = _objective(record=record, wrong=wrong)
    if objective is not None and {Adjustable.TARGET, Adjustable.DATE} & back.keys():
        _restore_target(objective, back=back)
    limit = _amount(back.get("stop_above"))
    if limit is not None:
        move_spend_limit(record=record, limit=limit, at=act.now)
    row.version += 1
    row.save(update_fields=fields)


def _present(*, record: Record, wrong: Decision) -> dict[str, Any]:
    """What stands now, as the log writes it; what is gone has no line."""
    row, objective = record.initiative, _objective(record=record, wrong=wrong)
    limits = [one.value for one in record.criteria if one.metric == StopMetric.SPEND]
    present: dict[str, Any] = {
        Adjustable.BUDGET: row.budget,
        Adjustable.CAPTAIN: row.captain_id,
        Adjustable.SCOPE: row.summary,
    }
    if objective is not None:
        present |= {Adjustable.TARGET: objective.target, Adjustable.DATE: objective.target_on}
    if limits:
        present["stop_above"] = limits[0]
    written: dict[str, Any] = plain(present)
    return written


def _objective(*, record: Record, wrong: Decision) -> Objective | None:
    named = wrong.facts["changes"].get("objective")
    return next((one for one in record.objectives if str(one.id) == named), None)


def _restore_target(objective: Objective, *, back: Mapping[str, Any]) -> None:
    if Adjustable.TARGET in back:
        objective.target = _amount(back[Adjustable.TARGET])
    if Adjustable.DATE in back:
        former = back[Adjustable.DATE]
        objective.target_on = date.fromisoformat(former) if former else None
    objective.version += 1
    objective.save(update_fields=["target", "target_on", "version"])


def _restore_tranches(
    *, record: Record, wrong: Decision, cuts: list[Mapping[str, Any]] | tuple[()]
) -> None:
    """What the budget added is gone; what it took is back where it was, unreleased."""
    Tranche.objects.filter(initiative=record.initiative, released_by=wrong).delete()
    kept = {one.position: one for one in record.tranches if one.released_by_id != wrong.id}
    for cut in cuts:
        amount, former = Decimal(cut["amount"]), kept.get(cut["position"])
        if former is not None and former.released_on is None:
            former.amount += amount
            former.save(update_fields=["amount"])
            continue
        position = cut["position"] if former is None else max(kept) + 1
        kept[position] = Tranche.objects.create(
            initiative=record.initiative, position=position, amount=amount, proof=cut["proof"]
        )


def _amount(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _id(value: Any) -> UUID | None:
    return None if value is None else UUID(value)
