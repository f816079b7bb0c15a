"""The register of AI uses: entries, declarations, stops, the quarterly look through software."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body, PageQuery, given
from governance.api.operations import Reply, act, operation
from governance.api.pagination import Page, whole
from governance.api.views import ApiView
from governance.register import selectors
from governance.register.choices import (
    Account,
    DataClass,
    EntryKind,
    EntryOrigin,
    EntryStatus,
    Found,
    Light,
    Oversight,
    SwitchedOn,
)
from governance.register.models import RegisterEntry
from governance.register.rules.entries import Data
from governance.register.selectors import EntryFilter
from governance.register.services import entries, stops, sweep, tables
from governance.register.services.entries import Declaration
from governance.register.services.sweep import Look
from tenants.bounds import Euros, text
from tenants.shapes import Shape, all_shaped, shaped

Count = Annotated[int, Meta(ge=0, le=1_000_000)]


def blank(longest: int) -> Meta:
    """A text of at most so many characters, or none."""
    return text(longest, shortest=0)


class EntryAnswer(Shape, frozen=True, kw_only=True):
    """One entry. Amounts are euros before VAT; `law_class` is empty until the check is whole."""

    id: UUID
    version: int
    external_ref: str
    tool: str
    purpose: str
    kind: EntryKind
    origin: EntryOrigin
    status: EntryStatus
    light: Light
    condition: str
    data: tuple[DataClass, ...]
    data_note: str
    account: Account
    incident_on: date | None
    declared_on: date
    vendor: str
    place: str
    owner_id: UUID | None
    contact_id: UUID | None
    checker_id: UUID | None
    oversight: Oversight
    users_count: int | None
    users_of: int | None
    users_on: date | None
    cost_year: Decimal | None
    seats: int | None
    contract_ends: date | None
    notice_on: date | None
    vendor_assessed_on: date | None
    access_reviewed_on: date | None
    exit_note: str
    reads: str
    writes: str
    sends: str
    spends_up_to: Decimal | None
    never: str
    stop_by_id: UUID | None
    stop_address: str
    stop_how: str
    stop_tried_on: date | None
    stopped_on: date | None
    software_id: UUID | None
    switched_on: SwitchedOn
    initiative_id: UUID | None
    law_class: str
    law_version: str
    classified_on: date | None


class EntryTermsBody(Body, frozen=True, kw_only=True):
    """What is said of an entry; what is not given stays as it is."""

    purpose: Annotated[str, blank(200)] | UnsetType = UNSET
    kind: EntryKind | UnsetType = UNSET
    light: Light | UnsetType = UNSET
    condition: Annotated[str, blank(300)] | UnsetType = UNSET
    data: Data | UnsetType = UNSET
    data_note: Annotated[str, blank(200)] | UnsetType = UNSET
    account: Account | UnsetType = UNSET
    vendor: Annotated[str, blank(120)] | UnsetType = UNSET
    place: Annotated[str, blank(80)] | UnsetType = UNSET
    owner_id: UUID | UnsetType | None = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    checker_id: UUID | UnsetType | None = UNSET
    oversight: Oversight | UnsetType = UNSET
    users_count: Count | UnsetType | None = UNSET
    users_of: Count | UnsetType | None = UNSET
    users_on: date | UnsetType | None = UNSET
    cost_year: Euros | UnsetType | None = UNSET
    seats: Count | UnsetType | None = UNSET
    contract_ends: date | UnsetType | None = UNSET
    notice_on: date | UnsetType | None = UNSET
    vendor_assessed_on: date | UnsetType | None = UNSET
    access_reviewed_on: date | UnsetType | None = UNSET
    exit_note: Annotated[str, blank(500)] | UnsetType = UNSET
    reads: Annotated[str, blank(300)] | UnsetType = UNSET
    writes: Annotated[str, blank(300)] | UnsetType = UNSET
    sends: Annotated[str, blank(300)] | UnsetType = UNSET
    spends_up_to: Euros | UnsetType | None = UNSET
    never: Annotated[str, blank(600)] | UnsetType = UNSET
    stop_by_id: UUID | UnsetType | None = UNSET
    stop_address: Annotated[str, blank(254)] | UnsetType = UNSET
    stop_how: Annotated[str, blank(300)] | UnsetType = UNSET
    stop_tried_on: date | UnsetType | None = UNSET


class EntryBody(EntryTermsBody, frozen=True, kw_only=True):
    """A new entry: the tool is enough to begin."""

    tool: Annotated[str, text(120)]


class ChangeBody(EntryTermsBody, frozen=True, kw_only=True):
    """What changes of an entry."""

    tool: Annotated[str, text(120)] | UnsetType = UNSET


class StoppedBody(Body, frozen=True, kw_only=True):
    """The day on which it stopped."""

    stopped_on: date


class EntryQuery(PageQuery, frozen=True, kw_only=True):
    """Entries that hold every word of `q`, of a light (`none`: undecided), kind or status."""

    q: Annotated[str, blank(120)] | UnsetType = UNSET
    light: str | UnsetType = UNSET
    kind: EntryKind | UnsetType = UNSET
    status: EntryStatus | UnsetType = UNSET


class SoftwareAnswer(Shape, frozen=True, kw_only=True):
    """Software that is looked through; `found` is what the last look saw."""

    id: UUID
    version: int
    name: str
    vendor: str
    added_on: date
    swept_on: date | None
    found: Found


class SoftwareBody(Body, frozen=True, kw_only=True):
    """Software that the company has."""

    name: Annotated[str, text(120)]
    vendor: Annotated[str, blank(120)] = ""


class TableBody(Body, frozen=True, kw_only=True):
    """A table as text, its first row the names of the columns.

    `is_french`: numbers are read as French writes them.
    """

    table: Annotated[str, text(2_000_000)]
    is_french: bool = True


class ImportAnswer(Shape, frozen=True, kw_only=True):
    """How many rows the table has, and how many entries are new or changed by it."""

    rows: int
    written: int


def entry_answer(_view: ApiView, row: RegisterEntry, **_path: Any) -> Reply:
    """The entry as it stands, with its version."""
    return Reply(shaped(row, EntryAnswer), row.version)


class RegisterEntries(ApiView):
    @operation(
        "Entries of the register, by name",
        Page[EntryAnswer],
        name="list_register_entries",
        query=EntryQuery,
    )
    def get(self, query: EntryQuery) -> Page[EntryAnswer]:
        """Every use, tool and agent that the filters show."""
        wanted = EntryFilter(
            typed=query.q or "",
            light=query.light or "",
            kind=query.kind or "",
            status=query.status or "",
        )
        rows = selectors.entries(wanted).order_by()
        return self.page(rows, all_shaped(EntryAnswer), ordering=("folded", "id"))

    @operation(
        "Put a use in the register",
        EntryAnswer,
        name="record_entry",
        body=EntryBody,
        status=201,
        writes_version=True,
    )
    def post(self, body: EntryBody) -> Reply:
        """The entry stands in the register as given; its light says whether it may be used."""
        row = self.perform(entries.record_entry, values=given(body))
        return entry_answer(self, row)


class RegisterEntryDetail(ApiView):
    @operation("One entry", EntryAnswer, name="get_register_entry", writes_version=True)
    def get(self, entry_id: UUID) -> Reply:
        """What is said of it, where it stands, and its class."""
        return entry_answer(self, selectors.get_entry(entry_id))

    @operation(
        "Change an entry",
        EntryAnswer,
        name="change_entry",
        body=ChangeBody,
        known=get,
        reads_version=True,
        writes_version=True,
    )
    def patch(self, body: ChangeBody, entry_id: UUID) -> Reply:
        """The entry is as given; what is not given stays. If-Match."""
        row = self.perform(
            entries.change_entry,
            entry_id=entry_id,
            values=given(body),
            expected_version=self.expected_version(),
        )
        return entry_answer(self, row)


class RegisterDeclarations(ApiView):
    post = act(
        entries.declare_use,
        "Declare a use, with or without a name",
        EntryAnswer,
        body=Declaration,
        whole="given",
        answer=entry_answer,
        status=201,
    )


class RegisterStop(ApiView):
    post = act(
        stops.ask_for_stop,
        "Ask for the stop: who can do it is asked by mail",
        EntryAnswer,
        answer=entry_answer,
    )


class RegisterStopConfirmation(ApiView):
    post = act(
        stops.confirm_stop,
        "Confirm that it is stopped, with the day",
        EntryAnswer,
        body=StoppedBody,
        answer=entry_answer,
    )


class RegisterSoftware(ApiView):
    @operation(
        "Software that is looked through each quarter, by name",
        Page[SoftwareAnswer],
        name="list_software",
    )
    def get(self) -> Page[SoftwareAnswer]:
        """What is looked through, when it last was, and what was seen."""
        return whole(tuple(all_shaped(SoftwareAnswer)(selectors.known_software())))

    post = act(
        sweep.add_software,
        "Put software on the list",
        SoftwareAnswer,
        body=SoftwareBody,
        status=201,
    )


class RegisterSoftwareLook(ApiView):
    post = act(
        sweep.answer_sweep,
        "Look through one software: three answers",
        SoftwareAnswer,
        body=Look,
        whole="look",
    )


class RegisterTable(ApiView):
    post = act(
        tables.import_table,
        "Take a table in: all of it, or nothing with each fault named",
        ImportAnswer,
        body=TableBody,
        names={"table": "given"},
        name="import_register",
        writes_version=False,
    )
