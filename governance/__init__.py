"""Who may, on what authority, what was decided, who is told."""

# A feature imports, of its own layer, only features that stand above it here.
FEATURES = (
    "access",
    "duties",
    "decisions",
    "changes",
    "outbox",
    "mandates",
    "members",
    "absences",
    "founding",
    "company",
    "keys",
    "papers",
    "webhooks",
    "undelivered",
    "council",
    "law",
    "register",
    "vendors",
    "literacy",
    "charter",
    "incidents",
    "statement",
    "api",
)
