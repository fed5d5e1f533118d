"""Who acts for a holder: how far, by which document, accepted by whom; and what was claimed after an end."""

import sqlalchemy as sa
from alembic import op

from app.persistence.triggers import refuse_changes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ADDED = {
    "scope": sa.String(length=20),
    "document": sa.String(length=40),
    "ends_by": sa.String(length=30),
    "accepted_at": sa.DateTime(timezone=True),
    "funder_id": sa.String(length=20),
    "given": sa.String(length=400),
    "limit_pence": sa.BigInteger(),
    "when_on": sa.String(length=400),
    "on_days": sa.Integer(),
    "on_until": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    # Added one by one: a batch on SQLite would make the table anew and drop its triggers without a word.
    for name, kind in ADDED.items():
        op.add_column("authority", sa.Column(name, kind, nullable=True))
    _versioned(
        "acceptance",
        sa.Column("authority_id", sa.String(length=20), nullable=False),
        sa.Column("funder_id", sa.String(length=20), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
    )
    _versioned(
        "claim",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")),
    )
    refuse_changes(op.get_bind(), ["acceptance", "claim"])


def downgrade() -> None:
    op.drop_table("claim")
    op.drop_table("acceptance")
    for name in ADDED:
        op.drop_column("authority", name)


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
