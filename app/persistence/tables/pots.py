"""A pot, its log of changes with what was said, and who may act."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import ID_LENGTH, Base, ByChange, Instant, Versioned, text_id


class Pot(Base):
    """One person's money. `version` and `head` repeat the last change; the rest never changes."""

    __tablename__ = "pot"

    id: Mapped[str] = text_id(primary_key=True)
    holder_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    version: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class Change(Base):
    """One thing somebody did: who, on whose behalf, when, and the hash that ties it to the last."""

    __tablename__ = "change"
    __table_args__ = (
        UniqueConstraint("pot_id", "seq"),
        Index("ix_change_pot_id_person_id_seq", "pot_id", "person_id", "seq"),
        Index("ix_change_pot_id_received_at", "pot_id", "received_at"),
    )

    id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"))
    seq: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    form_version: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    authority_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    made_at: Mapped[str] = mapped_column(String(40))  # the phone's clock, with its offset: a claim
    received_at: Mapped[datetime] = mapped_column(Instant)
    audience: Mapped[str] = mapped_column(String(20))
    said_digest: Mapped[str] = mapped_column(String(64))
    rows_digest: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Words(Base):
    """Free text of a change. Blanking it clears text and salt together and leaves the digest."""

    __tablename__ = "words"

    change_id: Mapped[str] = mapped_column(ForeignKey("change.id"), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    digest: Mapped[str] = mapped_column(String(64))


class Blanking(ByChange, Base):
    """Which words a change blanked, so that a blank without its change is found."""

    __tablename__ = "blanking"

    words_change_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    field: Mapped[str] = mapped_column(String(60), primary_key=True)


class Done(Base):
    """A change id that a phone made, used up: what it carried and how it was answered."""

    __tablename__ = "done"

    actor: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    change_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    change: Mapped[str] = mapped_column(ForeignKey("change.id"))
    fingerprint: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str] = mapped_column(Text)


class AuthorityRow(Versioned, Base):
    """What a person may do with a pot, from one moment until another. Its document's reference is in `words`.

    `given` and `when_on` are sets of permissions (`app.domain.authority.words_of`): what the holder gives of the role,
    and what is added until `on_until`. An empty column is the usual: the whole role, nothing to switch on, no limit.
    """

    __tablename__ = "authority"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(30))
    valid_from: Mapped[datetime] = mapped_column(Instant)
    valid_to: Mapped[datetime | None] = mapped_column(Instant)
    scope: Mapped[str | None] = mapped_column(String(20))
    document: Mapped[str | None] = mapped_column(String(40))
    ends_by: Mapped[str | None] = mapped_column(String(30))  # what `valid_to` rests on, where nobody ended it
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)  # by every funder, where the role needs that
    funder_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # whom a reviewer reviews for
    given: Mapped[str | None] = mapped_column(String(400))
    limit_pence: Mapped[int | None] = mapped_column(BigInteger)  # approves work up to so much an hour
    when_on: Mapped[str | None] = mapped_column(String(400))
    on_days: Mapped[int | None]  # for how long it is switched on
    on_until: Mapped[datetime | None] = mapped_column(Instant)


class Acceptance(Versioned, Base):
    """A funder accepts, or no longer, that somebody acts for the holder with its money."""

    __tablename__ = "acceptance"

    authority_id: Mapped[str] = text_id()
    funder_id: Mapped[str] = text_id()
    accepted_on: Mapped[date] = mapped_column(Date)
    standing: Mapped[bool]


class Claim(Versioned, Base):
    """What somebody wrote down before their authority ended, and sent after: for the holder to take or leave.

    `kind` is the change that it would have been; its fields are in `words`.
    """

    __tablename__ = "claim"

    step: Mapped[str] = mapped_column(String(20))  # made, taken, left
    kind: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[str] = mapped_column(String(40))  # the phone's clock, with its offset


class Invitation(Versioned, Base):
    """Somebody is asked to be part of the pot, as last told. Their name, and their address, are in `words`.

    The code is kept as a hash. `person_id` is who said yes; or, of a further link, whose phone it is for.
    """

    __tablename__ = "invitation"

    step: Mapped[str] = mapped_column(String(20))  # sent, withdrawn, accepted, ended
    role: Mapped[str] = mapped_column(String(30))
    way: Mapped[str] = mapped_column(String(10))  # email, letter, phone
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)


class Contact(ByChange, Base):
    """A named person of the pot, by kind: `go_to` is the one in the footer of every page.

    Told in rows `n` = 0, 1, 2 … like everything else, the kind being its id.
    """

    __tablename__ = "contact"
    __table_args__ = (PrimaryKeyConstraint("pot_id", "id", "n"),)

    id: Mapped[str] = text_id()
    n: Mapped[int]
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
