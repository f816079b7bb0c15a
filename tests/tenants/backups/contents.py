from tenants.backups.services.rows import Nowhere, tables_of, write_rows


def everything(schema: str) -> list[tuple[str, int, str]]:
    """Each table of the schema with its number of rows and their digest."""
    told = [
        write_rows(Nowhere(), schema=schema, name=name, columns=columns, key=key)
        for name, columns, key in tables_of(schema)
    ]
    return [(table.name, table.rows, table.digest) for table in told]
