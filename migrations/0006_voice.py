"""What keeps a holder's say: who looked, what they were asked, what was gone through; and the log read by person."""

import sqlalchemy as sa
from alembic import op

from app.persistence.triggers import refuse_changes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

LOG = {
    "ix_change_pot_id_person_id_seq": ["pot_id", "person_id", "seq"],
    "ix_change_pot_id_received_at": ["pot_id", "received_at"],
}


def upgrade() -> None:
    for name, columns in LOG.items():
        op.create_index(name, "change", columns)
    _looked()
    _versioned(
        "wish",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("asker_id", sa.String(length=20), nullable=False),
        sa.Column("picture", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=True),
        sa.Column("answer", sa.String(length=20), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_wish_asker_id_person")),
    )
    op.create_index("ix_wish_pot_id_source", "wish", ["pot_id", "source"])
    _versioned(
        "gone_through",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("media", sa.String(length=40), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("small_digest", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
    )
    op.create_index("ix_gone_through_pot_id_month", "gone_through", ["pot_id", "month"])
    refuse_changes(op.get_bind(), ["wish", "gone_through"])


def downgrade() -> None:
    for name in ("gone_through", "wish", "looked"):
        op.drop_table(name)
    for name in LOG:
        op.drop_index(name, "change")


def _looked() -> None:
    op.create_table(
        "looked",
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("authority_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_looked_person_id_person")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_looked_pot_id_pot")),
        sa.PrimaryKeyConstraint("pot_id", "person_id", "kind", "day", name=op.f("pk_looked")),
    )
    op.create_index("ix_looked_pot_id_day", "looked", ["pot_id", "day"])


def _versioned(name: str, *columns: sa.Column | sa.ForeignKeyConstraint) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("id", "n", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_change_id"), name, ["change_id"])
    op.create_index(op.f(f"ix_{name}_pot_id"), name, ["pot_id"])
