from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessments.content.selectors import published_questionnaire
from assessments.questionnaire.selectors import current_questionnaire
from governance.api.views import ApiView


class QuestionnaireView(ApiView):
    @extend_schema(
        operation_id="get_questionnaire",
        summary="The questionnaire in force, in the language asked for",
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        """Dimensions, levels and items with their answers; `show_if` says when one is asked."""
        door: Any = request._request
        questionnaire = current_questionnaire(today=door.today)
        return Response(published_questionnaire(questionnaire, language=door.LANGUAGE_CODE))
