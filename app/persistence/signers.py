"""In which role a change was made: an authority keeps its role as long as it lasts."""

from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import aliased

from app.persistence.tables import AuthorityRow


def role_column(authority_id: Any) -> ScalarSelect[str | None]:  # noqa: ANN401 - a column
    """A column of a query: the role of the authority that a row names."""
    first = aliased(AuthorityRow)
    return select(first.role).where(first.id == authority_id, first.n == 0).scalar_subquery()
