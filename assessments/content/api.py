from typing import Any

from assessments.content.selectors import published_questionnaire
from assessments.questionnaire.selectors import current_questionnaire
from governance.api.operations import operation
from governance.api.views import ApiView


class QuestionnaireView(ApiView):
    @operation(
        "The questionnaire in force, in the language asked for",
        dict[str, Any],
        name="get_questionnaire",
    )
    def get(self) -> dict[str, Any]:
        """Dimensions, levels and items with their answers; `show_if` says when one is asked."""
        return published_questionnaire(
            current_questionnaire(today=self.today), language=self.language
        )
