"""Calendar quarters, written 2026Q4."""

from datetime import date


def quarter_of(day: date) -> str:
    """The quarter in which the day lies."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def quarters_before(quarter: str, count: int) -> str:
    """The quarter that many quarters earlier."""
    year, number = _parts(quarter)
    year, index = divmod(year * 4 + number - 1 - count, 4)
    return f"{year}Q{index + 1}"


def first_day(quarter: str) -> date:
    """The day on which the quarter begins."""
    year, number = _parts(quarter)
    return date(year, number * 3 - 2, 1)


def day_after(quarter: str) -> date:
    """The first day of the quarter that follows."""
    return first_day(quarters_before(quarter, -1))


def _parts(quarter: str) -> tuple[int, int]:
    year, _, number = quarter.partition("Q")
    return int(year), int(number)
