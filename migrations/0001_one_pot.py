"""Everything of one pot."""

import sqlalchemy as sa
from alembic import op

from app.persistence.triggers import refuse_changes

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "pot_id",
            "budget_year",
            "kind",
            "contribution_id",
            "plan_line_id",
            name=op.f("uq_account_pot_id_budget_year_kind_contribution_id_plan_line_id"),
        ),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("by_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_by_hash"), ["by_hash"], unique=False)

    op.create_table(
        "blanking",
        sa.Column("words_change_id", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("words_change_id", "field", name=op.f("pk_blanking")),
    )
    with op.batch_alter_table("blanking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_blanking_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_blanking_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "budget_year",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget_year")),
        sa.UniqueConstraint("pot_id", "number", name=op.f("uq_budget_year_pot_id_number")),
    )
    with op.batch_alter_table("budget_year", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_budget_year_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_budget_year_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "commitment",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("counts_until", sa.Date(), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_commitment_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_commitment_pot_id_source", ["pot_id", "source"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("funder_id", sa.String(length=20), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("legal_basis", sa.String(length=30), nullable=False),
        sa.Column("way_held", sa.String(length=30), nullable=False),
        sa.Column("frequency", sa.String(length=20), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("client_pence", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_contribution")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contribution_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contribution_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("split_id", sa.String(length=20), nullable=True),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("pot_id", "source", "kind", "attempt", name=op.f("uq_entry_pot_id_source_kind_attempt")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_entry_pot_id_happened_on", ["pot_id", "happened_on"], unique=False)

    op.create_table(
        "funder",
        sa.Column("stream", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("successor_id", sa.String(length=20), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_funder")),
    )
    with op.batch_alter_table("funder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_funder_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_funder_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "instalment",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("client", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_instalment")),
    )
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_instalment_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_contribution_id"), ["contribution_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_instalment_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("runs_service", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "plan_line",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("budget_year", sa.Integer(), nullable=False),
        sa.Column("yearly_pence", sa.BigInteger(), nullable=False),
        sa.Column("regular", sa.Boolean(), nullable=False),
        sa.Column("weekly_pence", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_plan_line")),
    )
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_line_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_line_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "plan_line_split",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "contribution_id", name=op.f("pk_plan_line_split")),
    )
    with op.batch_alter_table("plan_line_split", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_line_split_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_line_split_plan_line_id"), ["plan_line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_line_split_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("says", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_sighting")),
    )
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sighting_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sighting_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_sighting_pot_id_source", ["pot_id", "source"], unique=False)

    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("link_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_code")),
        sa.UniqueConstraint("link_hash", name=op.f("uq_sign_in_code_link_hash")),
    )
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_code_email"), ["email"], unique=False)

    op.create_table(
        "spending",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("refund_of", sa.String(length=20), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_spending")),
    )
    with op.batch_alter_table("spending", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spending_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_spending_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_spending_pot_id_happened_on_id", ["pot_id", "happened_on", "id"], unique=False)

    op.create_table(
        "terms",
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("shadow", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_terms")),
    )
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_terms_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_terms_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "thread",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_thread_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "authority",
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authority_person_id")),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_authority")),
    )
    with op.batch_alter_table("authority", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authority_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_authority_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_authority_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "contact",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id")),
        sa.PrimaryKeyConstraint("pot_id", "id", "n", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("thread_id", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.String(length=20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_message_author_id")),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("credential_id", sa.LargeBinary(length=1023), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.String(length=200), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id")),
        sa.PrimaryKeyConstraint("credential_id", name=op.f("pk_passkey")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "pot",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("holder_id", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_pot_holder_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
    )
    with op.batch_alter_table("pot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pot_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "shift",
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("carer_id", sa.String(length=20), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["carer_id"], ["person.id"], name=op.f("fk_shift_carer_id")),
        sa.PrimaryKeyConstraint("id", "n", name=op.f("pk_shift")),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_shift_carer_id"), ["carer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_change_id"), ["change_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_shift_pot_id"), ["pot_id"], unique=False)
        batch_op.create_index("ix_shift_pot_id_starts_at", ["pot_id", "starts_at"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_user_session_person_id")),
        sa.PrimaryKeyConstraint("secret_hash", name=op.f("pk_user_session")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_person_id"), ["person_id"], unique=False)

    op.create_table(
        "aside",
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("budget_year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("counts_until", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_aside_pot_id")),
        sa.PrimaryKeyConstraint(
            "pot_id", "budget_year", "contribution_id", "plan_line_id", "counts_until", name=op.f("pk_aside")
        ),
    )
    op.create_table(
        "balance",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_balance_account_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_balance_pot_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_balance")),
    )
    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_balance_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "change",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("authority_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("said_digest", sa.String(length=64), nullable=False),
        sa.Column("rows_digest", sa.String(length=64), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_change_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_change_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("pot_id", "seq", name=op.f("uq_change_pot_id_seq")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_posting_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_posting_entry_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_posting_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_posting_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "split_taken",
        sa.Column("split_id", sa.String(length=20), nullable=False),
        sa.Column("contribution_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("taken_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_split_taken_pot_id")),
        sa.PrimaryKeyConstraint("split_id", "contribution_id", name=op.f("pk_split_taken")),
    )
    with op.batch_alter_table("split_taken", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_split_taken_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "statement",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("format", sa.String(length=30), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows_in_file", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_statement_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "thread_read",
        sa.Column("thread_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("read_up_to", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_thread_read_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_thread_read_pot_id")),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_thread_read")),
    )
    with op.batch_alter_table("thread_read", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_read_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "todo",
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_todo_pot_id")),
        sa.PrimaryKeyConstraint("pot_id", "kind", name=op.f("pk_todo")),
    )
    op.create_table(
        "week_total",
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("plan_line_id", sa.String(length=20), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_week_total_pot_id")),
        sa.PrimaryKeyConstraint("pot_id", "week", "kind", "plan_line_id", name=op.f("pk_week_total")),
    )
    op.create_table(
        "done",
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=36), nullable=False),
        sa.Column("change", sa.String(length=20), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["change"], ["change.id"], name=op.f("fk_done_change")),
        sa.PrimaryKeyConstraint("actor", "change_id", name=op.f("pk_done")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_notice_change_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_notice_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_pot_id"), ["pot_id"], unique=False)

    op.create_table(
        "statement_row",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("statement_id", sa.String(length=20), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.BigInteger(), nullable=False),
        sa.Column("balance_pence", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_statement_row_pot_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_statement_row_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_row")),
        sa.UniqueConstraint("pot_id", "identity", name=op.f("uq_statement_row_pot_id_identity")),
    )
    with op.batch_alter_table("statement_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_row_statement_id"), ["statement_id"], unique=False)

    op.create_table(
        "words",
        sa.Column("change_id", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.Column("pot_id", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("salt", sa.String(length=32), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_words_change_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_words_pot_id")),
        sa.PrimaryKeyConstraint("change_id", "field", name=op.f("pk_words")),
    )
    with op.batch_alter_table("words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_words_pot_id"), ["pot_id"], unique=False)

    refuse_changes(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_words_pot_id"))

    op.drop_table("words")
    with op.batch_alter_table("statement_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_row_statement_id"))

    op.drop_table("statement_row")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_pot_id"))
        batch_op.drop_index(batch_op.f("ix_notice_person_id"))

    op.drop_table("notice")
    op.drop_table("done")
    op.drop_table("week_total")
    op.drop_table("todo")
    with op.batch_alter_table("thread_read", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_read_pot_id"))

    op.drop_table("thread_read")
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statement_pot_id"))

    op.drop_table("statement")
    with op.batch_alter_table("split_taken", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_split_taken_pot_id"))

    op.drop_table("split_taken")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_posting_pot_id"))
        batch_op.drop_index(batch_op.f("ix_posting_entry_id"))
        batch_op.drop_index(batch_op.f("ix_posting_account_id"))

    op.drop_table("posting")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_person_id"))

    op.drop_table("change")
    with op.batch_alter_table("balance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_balance_pot_id"))

    op.drop_table("balance")
    op.drop_table("aside")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_person_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index("ix_shift_pot_id_starts_at")
        batch_op.drop_index(batch_op.f("ix_shift_pot_id"))
        batch_op.drop_index(batch_op.f("ix_shift_change_id"))
        batch_op.drop_index(batch_op.f("ix_shift_carer_id"))

    op.drop_table("shift")
    with op.batch_alter_table("pot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pot_holder_id"))

    op.drop_table("pot")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_thread_id"))
        batch_op.drop_index(batch_op.f("ix_message_pot_id"))
        batch_op.drop_index(batch_op.f("ix_message_change_id"))

    op.drop_table("message")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_pot_id"))
        batch_op.drop_index(batch_op.f("ix_contact_change_id"))

    op.drop_table("contact")
    with op.batch_alter_table("authority", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authority_pot_id"))
        batch_op.drop_index(batch_op.f("ix_authority_person_id"))
        batch_op.drop_index(batch_op.f("ix_authority_change_id"))

    op.drop_table("authority")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_pot_id"))
        batch_op.drop_index(batch_op.f("ix_thread_change_id"))

    op.drop_table("thread")
    with op.batch_alter_table("terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_terms_pot_id"))
        batch_op.drop_index(batch_op.f("ix_terms_change_id"))

    op.drop_table("terms")
    with op.batch_alter_table("spending", schema=None) as batch_op:
        batch_op.drop_index("ix_spending_pot_id_happened_on_id")
        batch_op.drop_index(batch_op.f("ix_spending_pot_id"))
        batch_op.drop_index(batch_op.f("ix_spending_change_id"))

    op.drop_table("spending")
    with op.batch_alter_table("sign_in_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_code_email"))

    op.drop_table("sign_in_code")
    with op.batch_alter_table("sighting", schema=None) as batch_op:
        batch_op.drop_index("ix_sighting_pot_id_source")
        batch_op.drop_index(batch_op.f("ix_sighting_pot_id"))
        batch_op.drop_index(batch_op.f("ix_sighting_change_id"))

    op.drop_table("sighting")
    with op.batch_alter_table("plan_line_split", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_line_split_pot_id"))
        batch_op.drop_index(batch_op.f("ix_plan_line_split_plan_line_id"))
        batch_op.drop_index(batch_op.f("ix_plan_line_split_change_id"))

    op.drop_table("plan_line_split")
    with op.batch_alter_table("plan_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_line_pot_id"))
        batch_op.drop_index(batch_op.f("ix_plan_line_change_id"))

    op.drop_table("plan_line")
    op.drop_table("person")
    with op.batch_alter_table("instalment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalment_pot_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_contribution_id"))
        batch_op.drop_index(batch_op.f("ix_instalment_change_id"))

    op.drop_table("instalment")
    with op.batch_alter_table("funder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_funder_pot_id"))
        batch_op.drop_index(batch_op.f("ix_funder_change_id"))

    op.drop_table("funder")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_pot_id_happened_on")
        batch_op.drop_index(batch_op.f("ix_entry_pot_id"))
        batch_op.drop_index(batch_op.f("ix_entry_change_id"))

    op.drop_table("entry")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contribution_pot_id"))
        batch_op.drop_index(batch_op.f("ix_contribution_change_id"))

    op.drop_table("contribution")
    with op.batch_alter_table("commitment", schema=None) as batch_op:
        batch_op.drop_index("ix_commitment_pot_id_source")
        batch_op.drop_index(batch_op.f("ix_commitment_pot_id"))
        batch_op.drop_index(batch_op.f("ix_commitment_change_id"))

    op.drop_table("commitment")
    with op.batch_alter_table("budget_year", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_budget_year_pot_id"))
        batch_op.drop_index(batch_op.f("ix_budget_year_change_id"))

    op.drop_table("budget_year")
    with op.batch_alter_table("blanking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_blanking_pot_id"))
        batch_op.drop_index(batch_op.f("ix_blanking_change_id"))

    op.drop_table("blanking")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_by_hash"))
        batch_op.drop_index(batch_op.f("ix_attempt_at"))

    op.drop_table("attempt")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_pot_id"))
        batch_op.drop_index(batch_op.f("ix_account_change_id"))

    op.drop_table("account")
