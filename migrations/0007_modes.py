"""How a person sees pages, kept in their account."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("modes", sa.String(length=100), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "modes")
