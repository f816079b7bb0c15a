"""What the OpenAPI document says of every operation: its errors, repetition and versions."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag last read, or *."
)
IF_MATCH_NEEDED = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag last read, or *."
)
REPETITION = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="1 to 255 characters, kept 24 hours: the same request again has one effect.",
)
ALWAYS = ("401", "403", "429")
WRITES = ("400", "409", "422")


class Problem(serializers.Serializer):
    """A problem document (RFC 9457); `code` is stable, `facts` say what stands in the way."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    facts = serializers.DictField()
    fields = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class ProblemSchema(AutoSchema):
    """Every operation names its errors as problem documents, and the headers it understands."""

    def get_override_parameters(self) -> list[Any]:
        more = [REPETITION] if self.method in {"POST", "PATCH"} else []
        return [*more, *([IF_MATCH_NEEDED] if self.method in {"PUT", "PATCH"} else [])]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction=direction)
        for code in self._error_codes():
            bodies.setdefault(
                code,
                self._get_response_for_code(
                    Problem, code, media_types=["application/problem+json"]
                ),
            )
        return dict(sorted(bodies.items()))

    def _error_codes(self) -> list[str]:
        codes = [*ALWAYS, *(["404"] if "{" in self.path else [])]
        if self.method == "GET":
            return [*codes, "422"]
        versioned = ["412", "428"] if self.method in {"PUT", "PATCH"} else ["412"]
        return [*codes, *WRITES, *versioned]
