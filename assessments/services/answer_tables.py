"""The firm's answers as a table in the reader's words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from assessments.choices import RespondentRole
from assessments.selectors.answer_rows import AnswerRow, AnswerSheet
from governance.rules.tables import Cell, table

HEADS: tuple[str | Promise, ...] = (
    gettext_lazy("Question no."),
    gettext_lazy("Version"),
    gettext_lazy("Dimension"),
    gettext_lazy("Question"),
    gettext_lazy("Anchor (0 to 4)"),
    pgettext_lazy("noun", "Answer"),
    gettext_lazy("State"),
    gettext_lazy("Answered by"),
    gettext_lazy("Date"),
)
STATES: Mapping[str, str | Promise] = {
    "known": pgettext_lazy("answer", "known"),
    "dont_know": pgettext_lazy("answer", "don't know"),
    "unanswered": pgettext_lazy("answer", "no answer"),
}


def answers_table(sheet: AnswerSheet) -> str:
    """The rows as CSV, in the active language and time zone."""
    lines: list[list[Cell]] = [[str(head) for head in HEADS]]
    lines += [_line(row) for row in sheet.rows]
    return table(lines, language=get_language() or "fr")


def _line(row: AnswerRow) -> list[Cell]:
    return [
        row.item_id,
        row.revision,
        row.dimension,
        row.question,
        row.anchor,
        row.text,
        str(STATES[row.state]),
        str(RespondentRole(row.role).label if row.role else ""),
        localtime(row.answered_at).date().isoformat() if row.answered_at else "",
    ]
