"""Passkeys in the database, and what makes a browser's answer true."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import options_to_json_dict, parse_authentication_credential_json
from webauthn.helpers.structs import (
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app.persistence.tables import Passkey
from app.web.identity import SignedIn, opaque_key

_TRANSPORTS = ("ble", "hybrid", "internal", "nfc", "smart-card", "usb")


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What an answer is checked against: the challenge that was given, and the site it was given on."""

    challenge: bytes
    origin: str
    host: str


class NotTrue(Exception):
    """The answer of a browser does not prove what it says."""


class TakenAlready(Exception):
    """This passkey is on a list already."""


def of_person(database: Session, person_id: str) -> list[Passkey]:
    """A person's passkeys, the oldest first."""
    mine = select(Passkey).where(Passkey.person_id == person_id)
    return list(database.scalars(mine.order_by(Passkey.created_at, Passkey.credential_id)))


def key_of(passkey: Passkey) -> str:
    """What stands for a passkey in addresses."""
    return opaque_key(passkey.credential_id.hex())


def find(database: Session, person_id: str, key: str) -> Passkey | None:
    """The person's own passkey of this key."""
    return next((mine for mine in of_person(database, person_id) if key_of(mine) == key), None)


def options_to_add(person: SignedIn, mine: list[Passkey], host: str) -> dict[str, Any]:
    """What a browser needs to make a passkey. The user's id is random; their address is nowhere in it."""
    options = generate_registration_options(
        rp_id=host,
        rp_name="Onepot",
        user_id=person.id.encode(),
        user_name=person.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in mine],
    )
    return options_to_json_dict(options)


def options_to_sign_in(host: str) -> dict[str, Any]:
    """What a browser needs to find a passkey for this site, whoever's it is."""
    options = generate_authentication_options(rp_id=host, user_verification=UserVerificationRequirement.REQUIRED)
    return options_to_json_dict(options)


def add(database: Session, passkey: Passkey) -> None:
    """Keep a new passkey. Raises TakenAlready."""
    if database.get(Passkey, passkey.credential_id):
        raise TakenAlready
    database.add(passkey)


def made(answer: Any, ceremony: Ceremony, person_id: str, name: str, now: datetime) -> Passkey:  # noqa: ANN401
    """The passkey that a browser says it made. Raises NotTrue."""
    try:
        proven = verify_registration_response(
            credential=answer,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.host,
            expected_origin=ceremony.origin,
            require_user_verification=True,
        )
    except Exception as error:
        # Bytes made to hurt break the parsers in ways of their own.
        raise NotTrue from error
    return Passkey(
        credential_id=proven.credential_id,
        person_id=person_id,
        public_key=proven.credential_public_key,
        sign_count=proven.sign_count,
        transports=_transports(answer),
        backed_up=proven.credential_backed_up,
        name=name,
        created_at=now,
        last_used_at=None,
    )


def person_proven(database: Session, answer: Any, ceremony: Ceremony, now: datetime) -> str:  # noqa: ANN401
    """The id of the person whose passkey signed the challenge. Raises NotTrue."""
    said = _parsed(answer)
    passkey = database.get(Passkey, said.raw_id, with_for_update=True)
    if passkey is None or said.response.user_handle != passkey.person_id.encode():
        raise NotTrue
    proven = _verified(said, ceremony, passkey)
    passkey.sign_count = proven.new_sign_count
    passkey.backed_up = proven.credential_backed_up
    passkey.last_used_at = now
    return passkey.person_id


def _parsed(answer: Any) -> AuthenticationCredential:  # noqa: ANN401 - any JSON
    try:
        return parse_authentication_credential_json(answer)
    except Exception as error:
        raise NotTrue from error


def _verified(said: AuthenticationCredential, ceremony: Ceremony, passkey: Passkey) -> VerifiedAuthentication:
    """Also refuses a counter that did not move on: the passkey may have been copied."""
    try:
        return verify_authentication_response(
            credential=said,
            expected_challenge=ceremony.challenge,
            expected_rp_id=ceremony.host,
            expected_origin=ceremony.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:
        raise NotTrue from error


def _transports(answer: dict[str, Any]) -> str:
    """How the browser says it reached the passkey: a hint, kept as JSON."""
    said = answer["response"].get("transports")
    return json.dumps([name for name in _TRANSPORTS if isinstance(said, list) and name in said])
