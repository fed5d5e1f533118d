"""How a person sees pages and needs to be told things, kept in their account."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


ADDED = {
    "modes": sa.String(length=100),
    "needs": sa.String(length=200),
    "needs_shared": sa.Boolean(),
    "needs_told_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    for name, kind in ADDED.items():
        op.add_column("person", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name in ADDED:
        op.drop_column("person", name)
