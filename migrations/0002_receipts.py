"""Receipts: photos and papers of what was paid."""

import sqlalchemy as sa
from alembic import op

from app.persistence.triggers import refuse_changes

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("spending_id", sa.String(length=20), nullable=True),
        sa.Column("media", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("small_digest", sa.String(length=64), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_receipt")),
    )
    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipt_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_receipt_pot_id_digest", ["pot_id", "digest"], unique=False)
        batch_op.create_index("ix_receipt_pot_id_spending_id", ["pot_id", "spending_id"], unique=False)

    refuse_changes(op.get_bind(), ["receipt"])


def downgrade() -> None:
    op.drop_table("receipt")
