"""Things to be done behind the pages, and the totals that photos of receipts seem to show.

A job is written in the transaction of the change that asks for it: no change stands without it, and no job is left of
a change that came to nothing. That needs a table of this database, on SQLite and on PostgreSQL alike. Both tables are
updated in place, because neither is part of what people did: they are outside the chain.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_job_pot_id")),
        sa.PrimaryKeyConstraint("kind", "about", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_job_state_leased_until", ["state", "leased_until"], unique=False)

    op.create_table(
        "receipt_reading",
        sa.Column("receipt_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_receipt_reading_pot_id")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_receipt_reading")),
    )
    with op.batch_alter_table("receipt_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_reading_pot_id"), ["pot_id"], unique=False)


def downgrade() -> None:
    op.drop_table("receipt_reading")
    op.drop_table("job")
