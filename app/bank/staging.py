"""A file's rows, kept until a person says what they are. Not a change of the pot: nothing moves yet."""

from datetime import datetime

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.statement import identity
from app.outside.bank_files import Statement as File
from app.persistence.database import writing
from app.persistence.tables import Pot, Statement, StatementRow
from app.persistence.tables.base import new_id

ACCOUNT = "bank"  # the pot's one bank account
AT_ONCE = 1000


def bring_in(engine: Engine, pot_id: str, person_id: str, file: File, now: datetime) -> str | None:
    """Keep the rows that are not here yet; the statement's id, or None where all of them are.

    The same file twice at once adds none twice: the rows' identity is unique in a pot.
    """
    statement_id = new_id()
    with writing(engine) as session:
        # One file at a time, so that two with the same rows cannot wait for each other.
        session.execute(select(Pot.id).where(Pot.id == pot_id).with_for_update())
        session.execute(
            insert(Statement),
            [
                {
                    "id": statement_id,
                    "pot_id": pot_id,
                    "person_id": person_id,
                    "format": file.format,
                    "read_at": now,
                    "rows_in_file": len(file.rows),
                }
            ],
        )
        dialect = postgresql if engine.dialect.name == "postgresql" else sqlite
        unless_here = dialect.insert(StatementRow.__table__).on_conflict_do_nothing(
            index_elements=["pot_id", "identity"]
        )
        rows = _rows(pot_id, statement_id, file)
        for start in range(0, len(rows), AT_ONCE):
            session.execute(unless_here, rows[start : start + AT_ONCE])
        new = session.execute(
            select(func.count()).where(StatementRow.pot_id == pot_id, StatementRow.statement_id == statement_id)
        ).scalar_one()
        if not new:
            session.rollback()
            return None
    return statement_id


def _rows(pot_id: str, statement_id: str, file: File) -> list[dict[str, object]]:
    return [
        {
            "id": new_id(),
            "pot_id": pot_id,
            "statement_id": statement_id,
            "identity": identity(row, ACCOUNT),
            "booked_on": row.booked_on,
            "amount_pence": row.amount_pence,
            "balance_pence": row.balance_pence,
            "text": row.text,
        }
        for row in file.rows
    ]
