"""The newest result beside comparable companies; joining and leaving are a person's."""

from typing import Annotated
from uuid import UUID

from assessments.peers.rules.contributions import KIND
from assessments.peers.selectors import COMPARED, INVITED, TOO_FEW, newest_peers_page
from assessments.peers.services import join_peers, leave_peers
from governance.api.operations import act, operation
from governance.api.views import ApiView
from tenants.bounds import one_of
from tenants.contributions.selectors import standing
from tenants.shapes import LocalTime, Shape, local_time, shaped

NO_ASSESSMENT = "no_assessment"


class PeerGroupAnswer(Shape, frozen=True, kw_only=True):
    """Whom one is compared with; `sector` and `size` are null for any, `period` a quarter."""

    sector: str | None
    size: str | None
    at_least: int
    period: str


class PeerLineAnswer(Shape, frozen=True, kw_only=True):
    """Points of 100; `dimension` is null for the whole, `low` and `high` are quartiles or null."""

    dimension: str | None
    own: int
    median: int
    low: int | None
    high: int | None
    difference: int
    code: Annotated[str, one_of(("above", "below", "within"))]


class StatisticAnswer(Shape, frozen=True, kw_only=True):
    """A figure that others published about all companies, not about the users of Capitaine."""

    id: str
    text: str
    published_by: str
    year: int


class PeersAnswer(Shape, frozen=True, kw_only=True):
    """`code` says why there are lines, or none."""

    code: Annotated[str, one_of((NO_ASSESSMENT, INVITED, TOO_FEW, COMPARED))]
    group: PeerGroupAnswer | None
    lines: tuple[PeerLineAnswer, ...]
    public_statistics: tuple[StatisticAnswer, ...]


def peers_now(view: ApiView, *_row: object) -> PeersAnswer:
    """The comparison as it stands."""
    page = newest_peers_page(language=view.language)
    if page is None:
        return PeersAnswer(code=NO_ASSESSMENT, group=None, lines=(), public_statistics=())
    return PeersAnswer(
        code=page.code,
        group=None if page.group is None else shaped(page.group, PeerGroupAnswer),
        lines=tuple(
            PeerLineAnswer(
                dimension=line.dimension,
                own=line.own,
                median=line.spread.median,
                low=line.spread.low,
                high=line.spread.high,
                difference=line.difference,
                code=line.code,
            )
            for line in page.lines
        ),
        public_statistics=tuple(
            StatisticAnswer(id=one.id, text=one.text, published_by=one.source, year=one.year)
            for one in page.statistics
        ),
    )


class Peers(ApiView):
    @operation("The newest result beside comparable companies", PeersAnswer, name="get_peers")
    def get(self) -> PeersAnswer:
        """Medians of ten companies or more, or public statistics until there are enough."""
        return peers_now(self)


class ConsentAnswer(Shape, frozen=True, kw_only=True):
    """Whether the company shares and is compared; since when, and by whose consent."""

    given: bool
    since: LocalTime | None
    by_id: UUID | None


class PeersConsent(ApiView):
    @operation("Whether the company is compared", ConsentAnswer, name="get_peers_consent")
    def get(self) -> ConsentAnswer:
        """The consent that stands, or none."""
        found = standing(kind=KIND)
        return ConsentAnswer(
            given=found is not None,
            since=local_time(found.given_at) if found else None,
            by_id=found.given_by if found else None,
        )

    post = act(
        join_peers,
        "Share and compare (never by key: 403 not_for_keys)",
        PeersAnswer,
        answer=peers_now,
        writes_version=False,
    )
    delete = act(
        leave_peers,
        "Leave the comparison (never by key: 403 not_for_keys)",
        PeersAnswer,
        answer=peers_now,
        writes_version=False,
    )
