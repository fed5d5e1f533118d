// Signing in with this phone. The way by mail needs no script.
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
} from "@simplewebauthn/browser";

class Refused extends Error {}

async function post(form, address, body) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    body: JSON.stringify(body),
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(said.say ?? form.dataset.failed);
  return said;
}

function say(form, words) {
  const note = form.querySelector("[role=alert]");
  note.querySelector("p").textContent = words;
  note.hidden = !words;
}

/** What to say when it did not work: the server's words, or what the browser reports by the name of its error. */
function wordsFor(form, error) {
  if (error instanceof Refused) return error.message;
  return { InvalidStateError: form.dataset.known, NotAllowedError: form.dataset.cancelled }[error.name] ?? form.dataset.failed;
}

async function signIn(form, autofill) {
  const optionsJSON = await post(form, form.dataset.options, {});
  const answer = await startAuthentication({ optionsJSON, useBrowserAutofill: autofill });
  const { url } = await post(form, form.dataset.action, answer);
  location.assign(url);
}

async function add(form) {
  const optionsJSON = await post(form, form.dataset.options, {});
  const credential = await startRegistration({ optionsJSON });
  await post(form, form.dataset.action, { name: form.elements.name.value, credential });
  location.assign(form.dataset.then);
}

/** Offers the passkeys of this phone where the email is typed; nothing is said until one was chosen. */
async function offer(form) {
  if (!(await browserSupportsWebAuthnAutofill())) return;
  try {
    await signIn(form, true);
  } catch (error) {
    if (error instanceof Refused) say(form, error.message);
  }
}

function begin(form) {
  const signsIn = form.dataset.passkey === "sign-in";
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say(form, "");
    try {
      await (signsIn ? signIn(form, false) : add(form));
    } catch (error) {
      say(form, wordsFor(form, error));
      if (signsIn) offer(form);
    }
  });
  if (signsIn) offer(form);
}

if (browserSupportsWebAuthn()) document.querySelectorAll("form[data-passkey]").forEach(begin);
