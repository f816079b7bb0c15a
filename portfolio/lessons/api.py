"""What was learned of what is closed, for who tries again."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from governance.api.codec import Body
from governance.api.operations import operation
from governance.api.views import ApiView
from portfolio.lessons.selectors import LessonLine, lessons_page
from portfolio.life.choices import State
from portfolio.standing.services import read_true
from tenants.bounds import one_of, text
from tenants.shapes import Shape


class LessonQuery(Body, frozen=True, kw_only=True):
    """Each word of `q` stands in what they say; `state` is *completed* or *stopped*."""

    q: Annotated[str, text(80, shortest=0)] | UnsetType = UNSET
    state: Annotated[str, one_of([State.COMPLETED, State.STOPPED])] | UnsetType = UNSET
    page: Annotated[int, Meta(ge=1, le=9999)] = 1


class LessonsAnswer(Shape, frozen=True, kw_only=True):
    """Twenty lessons, the newest first, of so many that are as asked."""

    count: int
    results: tuple[LessonLine, ...]


class Lessons(ApiView):
    @operation(
        "What was learned of what is closed",
        LessonsAnswer,
        name="list_lessons",
        query=LessonQuery,
    )
    def get(self, query: LessonQuery) -> LessonsAnswer:
        """Lessons of what was finished or stopped, the newest first."""
        typed = "" if query.q is UNSET else query.q
        state = "" if query.state is UNSET else query.state
        found = read_true(
            lambda: lessons_page(typed=typed, state=state, number=query.page, today=self.today),
            today=self.today,
        )
        return LessonsAnswer(count=found.count, results=found.lines)
