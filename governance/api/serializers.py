from collections.abc import Mapping
from typing import Any

from rest_framework import serializers


class StrictSerializer(serializers.Serializer):
    """Input in which a field that nobody asked for is refused by name."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {
                        readable(name): serializers.ErrorDetail("", "unknown_field")
                        for name in unknown
                    }
                )
        return super().to_internal_value(data)


def readable(name: Any) -> str:
    """A field's name as an answer can say it back: short, and without half a character."""
    return str(name)[:80].encode("utf-8", "backslashreplace").decode("utf-8")
