"""Authorities as the domain knows them, from the columns of `authority`."""

from collections import namedtuple
from collections.abc import Mapping
from typing import Any

from app.domain.authority import Authority, Role, Scope, permissions_in
from app.domain.register import needs_acceptance
from app.domain.year import london_day
from app.persistence.chain import columns_of
from app.persistence.tables import AuthorityRow

# What decides how far an authority reaches, beside its id and person.
REACH = (
    AuthorityRow.role,
    AuthorityRow.valid_from,
    AuthorityRow.valid_to,
    AuthorityRow.scope,
    AuthorityRow.accepted_at,
    AuthorityRow.given,
    AuthorityRow.when_on,
    AuthorityRow.on_until,
    AuthorityRow.limit_pence,
)


Reach = namedtuple("Reach", [column.key for column in REACH])  # type: ignore[misc]  # noqa: PYI024


def authority(authority_id: str, person_id: str, row: Any) -> Authority:  # noqa: ANN401 - any row with these columns
    """The authority that a row tells of. What is switched on counts once it is seen `at` a moment."""
    role = Role(row.role)
    accepted = row.accepted_at is not None or not needs_acceptance(role, london_day(row.valid_from))
    return Authority(
        id=authority_id,
        person_id=person_id,
        role=role,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        scope=Scope(row.scope) if row.scope else None,
        accepted=accepted,
        given=permissions_in(row.given),
        when_on=permissions_in(row.when_on) or frozenset(),
        on_until=row.on_until,
        limit_pence=row.limit_pence,
    )


def told_again(row: AuthorityRow, changes: Mapping[str, Any]) -> AuthorityRow:
    """The next row of an authority: as it was, with some columns changed. To be handed to `Act.write`."""
    return AuthorityRow(**{**columns_of(row), "n": row.n + 1, **changes})
