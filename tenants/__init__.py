"""The ground floor: companies, accounts, how a company is made. Knows nothing of AI."""

# A feature imports, of its own layer, only features that stand above it here.
FEATURES = (
    "companies",
    "mail",
    "accounts",
    "passwords",
    "calendars",
    "drafts",
    "kept_forms",
    "contributions",
    "anchors",
    "due_work",
    "digests",
    "tables",
    "database",
    "provisioning",
    "backups",
    "installation",
    "operators",
)
