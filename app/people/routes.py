"""Every address of this slice."""

from flask import Blueprint

from app.people import demo, me, needs, passkeys, pot_people, sign_in, throttle

blueprint = Blueprint("people", __name__)

ADDRESSES = (
    ("GET", "/sign-in", sign_in.sign_in),
    ("POST", "/sign-in", sign_in.ask),
    ("GET", "/sign-in/code", sign_in.code),
    ("POST", "/sign-in/code", sign_in.try_code),
    ("POST", "/sign-in/code/another", sign_in.another_code),
    ("GET", "/sign-in/link/<token>", sign_in.link),
    ("POST", "/sign-in/link/<token>", sign_in.use_link),
    ("POST", "/sign-in/link/<token>/another", sign_in.another_link),
    ("POST", "/sign-in/passkey/options", passkeys.options_to_sign_in),
    ("POST", "/sign-in/passkey", passkeys.sign_in_with_passkey),
    ("POST", "/sign-out", sign_in.sign_out),
    ("GET", "/signed-out", sign_in.signed_out),
    ("GET", "/me", me.me),
    ("POST", "/me", me.save_language),
    ("GET", "/me/name", me.name),
    ("POST", "/me/name", me.save_name),
    ("GET", "/me/needs", needs.needs),
    ("POST", "/me/needs", needs.save_needs),
    ("GET", "/me/first-name", me.first_name),
    ("POST", "/me/first-name", me.save_first_name),
    ("GET", "/me/first-phone", me.first_passkey),
    ("POST", "/me/passkeys/options", passkeys.options_to_add),
    ("POST", "/me/passkeys", passkeys.add_passkey),
    ("GET", "/me/passkeys/<key>/remove", me.remove_passkey),
    ("POST", "/me/passkeys/<key>/remove", me.drop_passkey),
    ("GET", "/demo", demo.demo),
    ("GET POST", "/demo/as/<name>", demo.be),
    ("GET", "/p/<pot_id>/people", pot_people.people),
)
for methods, path, view in ADDRESSES:
    blueprint.add_url_rule(path, view.__name__, view, methods=methods.split())

blueprint.register_error_handler(throttle.TooMany, sign_in.too_many)
blueprint.register_error_handler(passkeys.NotTaken, passkeys.not_taken)
