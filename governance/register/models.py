from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from governance.access.choices import ActorKind
from governance.members.models import Member
from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    EntryOrigin,
    EntryStatus,
    Found,
    Happening,
    Light,
    Oversight,
    SwitchedOn,
)
from governance.register.rules.entries import IN_PLACE, Seats, seats_of
from tenants.amounts import AmountField
from tenants.ids import uuid7

# Regular expressions: a list of values is not dumped by the database as it was written.
PLACED = f"^({EntryStatus.LIVE}|{EntryStatus.STOP_ASKED})$"
ALLOWED = f"^({Light.GREEN}|{Light.ORANGE})$"


class KnownSoftware(models.Model):
    """Software that the company has, looked through once a quarter for AI that came inside.

    `swept_on` and `found` are of the last look; `removed_on` is the day the company left it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    vendor = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=250)
    added_on = models.DateField()
    swept_on = models.DateField(null=True)
    found = models.CharField(max_length=6, choices=Found.choices, blank=True)
    removed_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["folded"],
                condition=Q(removed_on__isnull=True),
                name="known_software_once",
            ),
            models.CheckConstraint(
                condition=Q(swept_on__isnull=True, found="")
                | (Q(swept_on__isnull=False) & ~Q(found="")),
                name="known_software_sweep_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterEntry(models.Model):
    """One line of the register of AI uses: a use, a tool or an agent, and what is said of it.

    `cost_year` and `spends_up_to` are euros before VAT; `users_count` of `users_of` people on
    `users_on`. `declared_by` is nobody for what was told without a name. The law's class is that
    of `classified_on`, empty until the check is whole; `law_answers` holds what was answered so far
    under `law_version`, `law_sources` what gave an answer that no person gave.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    external_ref = models.CharField(max_length=80, blank=True)
    tool = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=450)
    kind = models.CharField(max_length=5, choices=EntryKind.choices)
    origin = models.CharField(max_length=20, choices=EntryOrigin.choices)
    software = models.ForeignKey(
        KnownSoftware, null=True, on_delete=models.PROTECT, related_name="entries"
    )
    switched_on = models.CharField(max_length=8, choices=SwitchedOn.choices, blank=True)
    initiative_id = models.UUIDField(null=True)
    status = models.CharField(max_length=10, choices=EntryStatus.choices)
    light = models.CharField(max_length=6, choices=Light.choices, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    data = ArrayField(models.CharField(max_length=9, choices=DataClass.choices), default=list)
    data_note = models.CharField(max_length=200, blank=True)
    account = models.CharField(max_length=8, choices=Account.choices, blank=True)
    incident_on = models.DateField(null=True)
    declared_on = models.DateField()
    declared_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")

    vendor = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    checker = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    oversight = models.CharField(max_length=6, choices=Oversight.choices, blank=True)
    users_count = models.PositiveIntegerField(null=True)
    users_of = models.PositiveIntegerField(null=True)
    users_on = models.DateField(null=True)
    cost_year = AmountField(null=True)
    seats = models.PositiveIntegerField(null=True)
    contract_ends = models.DateField(null=True)
    notice_on = models.DateField(null=True)
    vendor_assessed_on = models.DateField(null=True)
    access_reviewed_on = models.DateField(null=True)
    exit_note = models.CharField(max_length=500, blank=True)

    reads = models.CharField(max_length=300, blank=True)
    writes = models.CharField(max_length=300, blank=True)
    sends = models.CharField(max_length=300, blank=True)
    spends_up_to = AmountField(null=True)
    never = models.CharField(max_length=600, blank=True)
    stop_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    stop_address = models.EmailField(blank=True)
    stop_how = models.CharField(max_length=300, blank=True)
    stop_tried_on = models.DateField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    stopped_on = models.DateField(null=True)

    law_answers = models.JSONField(default=dict)
    law_sources = models.JSONField(default=dict)
    law_class = models.CharField(max_length=30, blank=True)
    law_version = models.CharField(max_length=20, blank=True)
    classified_on = models.DateField(null=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["external_ref"],
                condition=~Q(external_ref=""),
                name="register_external_ref_once",
            ),
            models.UniqueConstraint(fields=["initiative_id"], name="register_initiative_once"),
            models.CheckConstraint(
                condition=Q(origin=EntryOrigin.DECLARED, software__isnull=True)
                | Q(origin=EntryOrigin.CAME_INSIDE_SOFTWARE, software__isnull=False),
                name="register_origin_known",
            ),
            models.CheckConstraint(
                condition=Q(kind__regex=f"^({'|'.join(EntryKind.values)})$"),
                name="register_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status=EntryStatus.DECLARED, light=Light.NONE)
                | Q(status=EntryStatus.FORBIDDEN, light=Light.RED)
                | Q(status__regex=PLACED, light__regex=ALLOWED)
                | Q(status=EntryStatus.STOPPED, light__regex=f"^({'|'.join(Light.values)})$"),
                name="register_light_fits_status",
            ),
            models.CheckConstraint(
                condition=~Q(light=Light.ORANGE) | ~Q(condition=""),
                name="register_orange_has_condition",
            ),
            models.CheckConstraint(
                condition=~Q(status__regex=PLACED) | Q(owner__isnull=False),
                name="register_in_place_has_owner",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__regex=PLACED,
                    account=Account.PERSONAL,
                    data__contains=[DataClass.PERSONS],
                ),
                name="register_incident_is_not_kept",
            ),
            models.CheckConstraint(
                condition=Q(users_count__isnull=True, users_of__isnull=True, users_on__isnull=True)
                | Q(users_count__lte=F("users_of"), users_on__isnull=False),
                name="register_users_of_all",
            ),
            models.CheckConstraint(
                condition=Q(contract_ends__isnull=True)
                | Q(notice_on__isnull=True)
                | Q(notice_on__lte=F("contract_ends")),
                name="register_notice_before_end",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.AGENT, status__regex=PLACED)
                | (
                    Q(checker__isnull=False)
                    & ~Q(stop_how="")
                    & (Q(stop_by__isnull=False) | ~Q(stop_address=""))
                ),
                name="register_agent_can_be_stopped",
            ),
            models.CheckConstraint(
                condition=Q(stop_by__isnull=True) | Q(stop_address=""),
                name="register_stop_by_one",
            ),
            models.CheckConstraint(
                condition=~Q(status=EntryStatus.STOP_ASKED) | Q(stop_asked_at__isnull=False),
                name="register_stop_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(status=EntryStatus.STOPPED, stopped_on__isnull=False)
                | (~Q(status=EntryStatus.STOPPED) & Q(stopped_on__isnull=True)),
                name="register_stopped_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(law_class="", classified_on__isnull=True)
                | (~Q(law_class="") & ~Q(law_version="") & Q(classified_on__isnull=False)),
                name="register_class_has_version_and_day",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["folded", "id"], name="register_by_name")]

    def __str__(self) -> str:
        return self.tool

    @property
    def is_in_place(self) -> bool:
        return self.status in IN_PLACE

    @property
    def is_stop_asked(self) -> bool:
        return self.status == EntryStatus.STOP_ASKED

    @property
    def is_agent(self) -> bool:
        return self.kind == EntryKind.AGENT

    @property
    def paid_seats(self) -> Seats | None:
        """What is paid for its seats, None where a figure is missing."""
        return seats_of(seats=self.seats, users_count=self.users_count, cost_year=self.cost_year)

    @property
    def price_of_seat(self) -> Decimal | None:
        """Euros a seat and year before VAT."""
        return self.cost_year / self.seats if self.cost_year is not None and self.seats else None

    @property
    def never_lines(self) -> list[str]:
        """What it may never do, one line each."""
        return [line.strip() for line in self.never.splitlines() if line.strip()]

    @property
    def may_confirm_ids(self) -> frozenset[UUID]:
        """Who is asked for the stop, and so may say that it is done."""
        return frozenset({self.stop_by_id} if self.stop_by_id else ())


class RegisterEvent(models.Model):
    """One fact of an entry's history: what happened, when, and what it was before and after.

    Facts and actors are ids, never names; nobody stands in a fact that was told without a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entry = models.ForeignKey(RegisterEntry, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=Happening.choices)
    actor_kind = models.CharField(max_length=8, choices=ActorKind.choices, blank=True)
    member_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["entry", "-id"], name="register_history")]

    def __str__(self) -> str:
        return f"{self.what} of {self.entry_id}"


class RegisterDoor(models.Model):
    """A public address where anyone declares a use; one is open at most, a new one closes it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.BinaryField(max_length=32, unique=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="register_door_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"door of {self.opened_at}"
