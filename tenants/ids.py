"""Time-ordered identifiers (UUID version 7, RFC 9562) and schema names."""

import os
import re
import secrets
import time
import uuid

TEMPLATE_SCHEMA = "zz_template"
SCHEMA_NAME = re.compile(r"t_[0-9a-f]{20}")


def uuid7() -> uuid.UUID:
    """A new UUID that sorts by its millisecond of creation."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    return uuid.UUID(
        int=(milliseconds << 80)
        | (0x7 << 76)
        | ((random_bits >> 68 & 0xFFF) << 64)
        | (0b10 << 62)
        | (random_bits & ((1 << 62) - 1))
    )


def new_schema_name() -> str:
    """A random schema name: never the company's name, never used again."""
    return "t_" + secrets.token_hex(10)


def is_company_schema(name: str) -> bool:
    """True when `name` could be a company's schema (80 random bits behind `t_`)."""
    return SCHEMA_NAME.fullmatch(name) is not None
