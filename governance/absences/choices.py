"""The job that ends absences."""

END_ABSENCES = "governance.end_absences"
