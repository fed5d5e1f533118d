"""Devices: when each was last used, and ways back in for who has lost one."""

import sqlalchemy as sa
from alembic import op

from app.persistence.triggers import refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("link_id", sa.String(length=20), nullable=True),
        sa.Column("unlocked_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("user_session", column)
    op.create_index(op.f("ix_user_session_link_id"), "user_session", ["link_id"], unique=False)
    op.create_table(
        "pin",
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pin_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_pin")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "way_back",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_way_back_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_way_back")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_way_back_link_hash")),
    )
    with op.batch_alter_table("way_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_way_back_code_hash"), ["code_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_way_back_person_id"), ["person_id"], unique=False)

    op.create_table(
        "way_back_word",
        sa.Column("way_back_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("authority_id", sa.String(length=20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["way_back_id"], ["way_back.id"], name=op.f("fk_way_back_word_way_back_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_way_back_word_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_way_back_word_pot_id")),
        sa.PrimaryKeyConstraint("way_back_id", "person_id", name=op.f("pk_way_back_word")),
    )

    op.create_table(
        "invitation",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_code_hash"), ["code_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_pot_id"), ["pot_id"], unique=False)

    refuse_changes(op.get_bind(), ["invitation"])


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("way_back_word")
    op.drop_table("way_back")
    op.drop_table("recovery_code")
    op.drop_table("pin")
    op.drop_index(op.f("ix_user_session_link_id"), table_name="user_session")
    for column in ("unlocked_at", "link_id", "seen_on"):
        op.drop_column("user_session", column)
