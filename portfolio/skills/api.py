"""Skills: who can do what, the plans, and the literacy measures."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from assessments.skills.choices import PlanWay
from assessments.skills.selectors import get_plan, person_line
from assessments.skills.services import (
    Completion,
    PlanInput,
    change_plan,
    complete_plan,
    drop_plan,
    plan_skill,
    record_literacy,
    set_levels,
)
from governance.access.choices import Role
from governance.access.rules.authority import SubjectFacts
from governance.access.services import require
from governance.api.pagination import page_of
from governance.api.schema import IF_MATCH
from governance.api.views import ApiView, expected_version, versioned
from governance.literacy.choices import LiteracyFactor, MeasureKind
from governance.literacy.models import LiteracyMeasure
from governance.literacy.selectors import literacy_measures
from governance.literacy.services import MeasureInput
from governance.members.selectors import get_member
from portfolio.api.inputs import PageFilter
from portfolio.decisions.selectors import Authority
from portfolio.initiatives.api import PAGING, checked
from portfolio.skills.selectors import skills_page
from portfolio.skills.shapes import (
    CompletionIn,
    LevelsIn,
    LiteracyMeasureIn,
    LiteracyMeasureOut,
    PersonLevelsOut,
    PlanIn,
    PlanOut,
    SkillsOut,
    SkillsQuery,
)


class SkillsPicture(ApiView):
    @extend_schema(
        operation_id="get_skills",
        summary="Who can do what, gaps and plans",
        parameters=[OpenApiParameter("language", str, enum=["fr", "en"])],
        responses=SkillsOut,
    )
    def get(self, request: Request) -> Response:
        """Every skill with its gap; everybody's line for who edits skills, else one's own."""
        door: Any = request._request
        asked = checked(SkillsQuery, request.query_params.dict())
        language = asked.get("language", door.company.language)
        page = skills_page(actor=self.actor, today=door.today, language=language)
        return Response(SkillsOut(page).data)


class SkillLevels(ApiView):
    @extend_schema(
        operation_id="get_skill_levels", summary="A member's levels", responses=PersonLevelsOut
    )
    def get(self, request: Request, member_id: UUID) -> Response:
        """Where the member stands: one's own line, or anybody's for who edits skills."""
        door: Any = request._request
        member = get_member(member_id)
        own = SubjectFacts(named_ids=frozenset({member_id}))
        require(door.act, permission="skills.edit", subject=own)
        line = person_line(member, today=door.today)
        return versioned(PersonLevelsOut(line).data, line.version)

    @extend_schema(
        operation_id="set_skill_levels",
        summary="Set a member's levels",
        request=LevelsIn,
        responses=PersonLevelsOut,
    )
    def put(self, request: Request, member_id: UUID) -> Response:
        """The whole line: a skill that is left out is not yet there."""
        line = set_levels(
            self.act,
            member_id=member_id,
            levels=checked(LevelsIn, request.data)["levels"],
            expected_version=expected_version(request),
        )
        return versioned(PersonLevelsOut(line).data, line.version)


class SkillPlans(ApiView):
    @extend_schema(
        operation_id="plan_skill",
        summary="Plan how a skill comes",
        request=PlanIn,
        responses={201: PlanOut},
    )
    def post(self, request: Request) -> Response:
        """The skill's one open plan; 409 `skill_plan_open` where it has one."""
        given = checked(PlanIn, request.data)
        plan = plan_skill(self.act, skill=given["skill"], given=planned(given))
        response = versioned(PlanOut(get_plan(plan.id)).data, plan.version, status=201)
        response["Location"] = reverse("api_skill_plan", args=[plan.id], request=request)
        return response


class SkillPlanDetail(ApiView):
    @extend_schema(operation_id="get_skill_plan", summary="One plan", responses=PlanOut)
    def get(self, request: Request, skill_plan_id: UUID) -> Response:
        """Its way, owner and date, and the literacy measure that it was."""
        plan = get_plan(skill_plan_id)
        return versioned(PlanOut(plan).data, plan.version)

    @extend_schema(
        operation_id="change_skill_plan",
        summary="Change an open plan",
        request=PlanIn,
        responses=PlanOut,
    )
    def put(self, request: Request, skill_plan_id: UUID) -> Response:
        """The plan says this instead; its skill stays."""
        given = checked(PlanIn, request.data)
        plan = change_plan(
            self.act,
            plan_id=skill_plan_id,
            given=planned(given),
            expected_version=expected_version(request),
        )
        return versioned(PlanOut(get_plan(plan.id)).data, plan.version)

    @extend_schema(
        operation_id="drop_skill_plan",
        summary="Give up an open plan",
        parameters=[IF_MATCH],
        responses={204: None},
    )
    def delete(self, request: Request, skill_plan_id: UUID) -> Response:
        """The plan is gone; what is done stays."""
        drop_plan(
            self.act,
            plan_id=skill_plan_id,
            expected_version=expected_version(request),
        )
        return Response(status=204)


class SkillPlanCompletion(ApiView):
    @extend_schema(
        operation_id="complete_skill_plan",
        summary="A plan is done; a training is recorded as a literacy measure",
        parameters=[IF_MATCH],
        request=CompletionIn,
        responses=PlanOut,
    )
    def post(self, request: Request, skill_plan_id: UUID) -> Response:
        """A training names who took part and how long; `raises` moves them one step further."""
        given = checked(CompletionIn, request.data)
        plan = complete_plan(
            self.act,
            plan_id=skill_plan_id,
            done=completion(given),
            expected_version=expected_version(request),
        )
        return versioned(PlanOut(get_plan(plan.id)).data, plan.version)


class LiteracyMeasures(ApiView):
    @extend_schema(
        operation_id="list_literacy_measures",
        summary="Literacy measures, newest first",
        parameters=PAGING,
        responses=page_of(LiteracyMeasureOut),
    )
    def get(self, request: Request) -> Response:
        """Every measure; who took part is named to who may record, and counted for all."""
        checked(PageFilter, request.query_params.dict())
        pages = self.pagination_class()
        rows = literacy_measures().order_by()
        page: Any = pages.paginate_queryset(rows, request, view=self)
        shown = {"names": may_record(self, request)}
        return pages.get_paginated_response(LiteracyMeasureOut(page, many=True, context=shown).data)

    @extend_schema(
        operation_id="record_literacy_measure",
        summary="Record a literacy measure",
        request=LiteracyMeasureIn,
        responses={201: LiteracyMeasureOut},
    )
    def post(self, request: Request) -> Response:
        """What was done, for whom by name or by role; nobody is scored."""
        given = checked(LiteracyMeasureIn, request.data)
        measure: LiteracyMeasure = record_literacy(self.act, given=measured(given))
        return Response(LiteracyMeasureOut(measure, context={"names": True}).data, status=201)


def may_record(view: ApiView, request: Request) -> bool:
    """Whether the key's owner records literacy measures."""
    door: Any = request._request
    authority = Authority(actor=view.actor, today=door.today, mandates=())
    return authority.denial(permission="literacy.record") is None


def planned(given: dict[str, Any]) -> PlanInput:
    """The plan that a body means."""
    return PlanInput(
        way=PlanWay(given["way"]),
        owner_id=given["owner"],
        by_on=given["by_on"],
        note=given.get("note", ""),
    )


def completion(given: dict[str, Any]) -> Completion:
    """What was done, as a body says it."""
    return Completion(
        done_on=given["done_on"],
        person_ids=tuple(given.get("persons", ())),
        duration_min=given.get("duration_min"),
        evidence=given.get("evidence", ""),
        raises=given.get("raises", False),
    )


def measured(given: dict[str, Any]) -> MeasureInput:
    """The measure that a body means."""
    return MeasureInput(
        kind=MeasureKind(given["kind"]),
        held_on=given["held_on"],
        person_ids=tuple(given.get("persons", ())),
        audience=tuple(Role(one) for one in given.get("audience", ())),
        duration_min=given.get("duration_min"),
        factors=tuple(LiteracyFactor(one) for one in given.get("factors_considered", ())),
        evidence=given.get("evidence", ""),
    )
