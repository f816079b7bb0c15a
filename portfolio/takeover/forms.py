from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.access.choices import Role
from governance.members.models import Member
from portfolio.life.forms import day, euros, person, sentence
from portfolio.takeover.choices import ProjectPlace, ProjectStage
from portfolio.takeover.models import RunningProject
from portfolio.takeover.rules import NamedProject, ProjectChoice, pasted
from portfolio.takeover.words import PLACES, STAGES
from tenants.texts import folded

TAKES_A_SLOT = ProjectPlace.PRIORITY
BLANK_LINES = 3
FIRST_LINES = 5


class ProjectForm(forms.Form):
    """One project in three fields; an empty title takes it off the list."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What you want to get (a verb and a result)"), max_length=160, required=False
    )
    stage = forms.ChoiceField(
        label=_("Where it has got to"), choices=list(STAGES.items()), initial=ProjectStage.UNDER_WAY
    )

    def __init__(self, *args: Any, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["captain"] = person(_("Captain"), members, required=False)

    def named(self) -> NamedProject:
        """What the service is given."""
        data = self.cleaned_data
        return NamedProject(
            id=data["id"],
            title=data["title"],
            captain_id=UUID(data["captain"]) if data["captain"] else None,
            stage=ProjectStage(data["stage"]),
        )


class ProjectsForm(forms.Form):
    """Every project that runs, and a place to paste more from a spreadsheet."""

    pasted = sentence(
        _("Paste from a spreadsheet"),
        required=False,
        longest=8000,
        help_text=_("One project a line: what you want to get, its captain, where it has got to."),
    )

    def __init__(
        self, sent: Any = None, *, rows: Sequence[RunningProject], members: Sequence[Member]
    ) -> None:
        super().__init__(sent)
        self.members = members
        blank = max(BLANK_LINES, FIRST_LINES - len(rows))
        known: list[dict[str, Any]] = [
            {"id": row.id, "title": row.title, "captain": row.captain_id, "stage": row.stage}
            for row in rows
        ]
        self.lines = [
            ProjectForm(sent, prefix=f"line-{number}", initial=first, members=members)
            for number, first in enumerate([*known, *({} for _ in range(blank))])
        ]

    def is_valid(self) -> bool:
        """Every line, and what is pasted, can be read."""
        return super().is_valid() and all(line.is_valid() for line in self.lines)

    def named(self) -> list[NamedProject]:
        """What the service is given."""
        able = [one for one in self.members if one.role != Role.VIEWER]
        known = {folded(name): one.id for one in able for name in (one.name, one.email)}
        more = pasted(self.cleaned_data["pasted"], members=known)
        return [*(line.named() for line in self.lines), *more]


class PickForm(forms.Form):
    """What becomes of one project."""

    place = forms.ChoiceField(
        label=_("What becomes of it"), choices=list(PLACES.items()), widget=forms.RadioSelect
    )
    reason = sentence(_("Why it stops, in one sentence"), required=False)
    contract_until = day(_("A contract runs on until (optional)"), required=False)
    contract_cost = euros(_("What it costs a year (€)"), required=False)

    def __init__(self, sent: Any = None, *, row: RunningProject, free: int) -> None:
        in_use = row.stage == ProjectStage.IN_USE
        super().__init__(
            sent,
            prefix=str(row.id),
            initial={"place": ProjectPlace.IN_PLACE if in_use else ProjectPlace.POOL},
        )
        offered = [(place, word) for place, word in PLACES.items() if free or place != TAKES_A_SLOT]
        self.fields["place"].choices = offered  # type: ignore[attr-defined]
        self.row = row

    def pick(self) -> ProjectChoice:
        """What the service is given."""
        data = self.cleaned_data
        return ProjectChoice(
            project_id=self.row.id,
            place=ProjectPlace(data["place"]),
            reason=data["reason"],
            contract_until=data["contract_until"],
            contract_cost=data["contract_cost"],
        )


class ChoiceForm(forms.Form):
    """The first trade-off: one place for each project; a priority where a slot is `free`."""

    def __init__(self, sent: Any = None, *, rows: Iterable[RunningProject], free: int) -> None:
        super().__init__(sent)
        self.free = free
        self.picks = [PickForm(sent, row=row, free=free) for row in rows]

    def is_valid(self) -> bool:
        """Every project has its place."""
        return super().is_valid() and all(one.is_valid() for one in self.picks)
