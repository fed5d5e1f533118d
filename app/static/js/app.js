// What a page gains when scripts run. Every page works without this file.
import "htmx.org";
import { ErrorSummary } from "nhsuk-frontend/dist/nhsuk/components/error-summary/error-summary.mjs";
import "./photo.js"; // before change-form.js: a form that waits for its photos is not busy yet
import { freshen } from "./change-form.js";
import "./kept.js";
import "./listen.js";
import "./newer.js";
import "./outbox/forms.js";
import "./outbox/leaving.js";
import "./outbox/line.js";
import "./outbox/list.js";
import { showShared } from "./shared.js";
import "./passkeys.js";
import "./print.js";

// nhsuk components refuse to start without this mark.
document.body.classList.add("nhsuk-frontend-supported");

function showErrors() {
  const summary = document.querySelector("#main .nhsuk-error-summary");
  if (summary) new ErrorSummary(summary);
  return Boolean(summary);
}

// Words that were not there when a status region began are said only when they change inside it.
function sayAgain() {
  const status = document.querySelector("#main .note[role=status]");
  if (status) setTimeout(() => status.replaceChildren(...status.childNodes), 100);
}

function startAtTop() {
  scrollTo(0, 0);
  if (showErrors()) return;
  const start = document.querySelector("#main h1") ?? document.getElementById("main");
  start.tabIndex = -1;
  start.focus({ preventScroll: true });
  sayAgain();
}

document.addEventListener("htmx:after:swap", () => {
  freshen();
  startAtTop();
  showShared();
});
showErrors();
showShared();
