"""Time-ordered identifiers (UUID version 7, RFC 9562) and schema names."""

import os
import re
import secrets
import time
import uuid

TEMPLATE_SCHEMA = "zz_template"
REHEARSAL_SCHEMA = "zz_rehearsal"
SCHEMA_NAME = re.compile(r"t_[0-9a-f]{20}")


def uuid7() -> uuid.UUID:
    """A new UUID that sorts by its moment of creation (RFC 9562, section 6.2, method 3).

    The twelve bits behind the millisecond are its fraction, a quarter of a microsecond each: rows
    made one after the other in one process keep their order.
    """
    milliseconds, nanoseconds = divmod(time.time_ns(), 1_000_000)
    fraction = nanoseconds * 4096 // 1_000_000
    random_bits = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return uuid.UUID(
        int=(milliseconds << 80) | (0x7 << 76) | (fraction << 64) | (0b10 << 62) | random_bits
    )


def new_schema_name() -> str:
    """A random schema name: never the company's name, never used again."""
    return "t_" + secrets.token_hex(10)


def is_company_schema(name: str) -> bool:
    """True when `name` could be a company's schema (80 random bits behind `t_`)."""
    return SCHEMA_NAME.fullmatch(name) is not None
