"""Up to when somebody has read a thread: a small table of its own, no change of the pot."""

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite

from app.persistence.database import writing
from app.persistence.tables import ThreadRead


def mark_read(engine: Engine, pot_id: str, thread_id: str, person_id: str, up_to: datetime) -> None:
    """Keep that the person has read the thread so far: a mark only moves on."""
    insert = sqlite.insert if engine.dialect.name == "sqlite" else postgresql.insert
    mark = insert(ThreadRead).values(thread_id=thread_id, person_id=person_id, pot_id=pot_id, read_up_to=up_to)
    further = mark.on_conflict_do_update(
        index_elements=[ThreadRead.thread_id, ThreadRead.person_id],
        set_={"read_up_to": mark.excluded.read_up_to},
        where=ThreadRead.read_up_to < mark.excluded.read_up_to,
    )
    with writing(engine) as session:
        session.execute(further)
