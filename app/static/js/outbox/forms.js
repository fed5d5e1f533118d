// A form that may wait: it is kept on the phone first, then sent; what comes of it is shown without a reload.
import htmx from "htmx.org";
import { showShared } from "../shared.js";
import { fillIn, itemFrom, undoOf } from "./item.js";
import { askForSync } from "./line.js";
import { send } from "./send.js";
import { done, item, keep, listen, takeBack, tell } from "./store.js";

const PATIENCE = 300; // with no answer until then, it is said to be on its way, while the sending goes on
const underway = new Set(); // what this page is sending itself, and shows itself

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-outbox]") || !document.body.dataset.person || event.defaultPrevented) return;
  if (!isSecureContext) return; // no ids, no locks, no worker: an ordinary form
  event.preventDefault();
  save(form, event.submitter).finally(() => delete form.dataset.busy);
});

async function save(form, submitter) {
  const { person: owner, pot } = document.body.dataset;
  const data = new FormData(form, submitter);
  let kept;
  try {
    kept = await itemFrom(data, { action: new URL(form.action).pathname, owner, pot });
    await keep(kept, form.dataset.item);
  } catch {
    return saveElsewhere(form);
  }
  form.dataset.item = kept.id;
  navigator.storage?.persist?.();
  const session = { person: owner, csrf: data.get("csrf_token") };
  underway.add(kept.id);
  const sending = navigator.onLine ? send({ session, draw: kept.id }) : Promise.resolve({});
  const shown = (await inGoodTime(sending)) ? undefined : showKept(kept, words().sending);
  const became = await sending;
  underway.delete(kept.id);
  if (!shown || shown.isConnected) await show(kept, became); // or somebody has gone on
}

/** No room on the phone, or a browser that keeps nothing: it is sent as any other form, where that is possible. */
function saveElsewhere(form) {
  if (navigator.onLine) return form.submit();
  document.getElementById("full").hidden = false;
}

/** Whether the answer was quick. */
function inGoodTime(sending) {
  return Promise.race([sending.then(() => true), new Promise((wait) => setTimeout(wait, PATIENCE, false))]);
}

/** Shows what became of it: the page that it led to, the form with what to do, or that it waits. */
async function show(kept, { drawn, stopped }) {
  const sent = await done(kept.id);
  if (sent && drawn?.said.page) return put(drawn.said.page, sent.url);
  if (sent) return location.assign(sent.url); // another tab or the worker was quicker
  if (drawn?.status === 422 && drawn.said.page) {
    await put(drawn.said.page);
    const again = document.querySelector("#main form[data-outbox]");
    again.dataset.item = kept.id;
    return tell({ changed: true });
  }
  const now = await item(kept.id);
  if (now?.state === "needs-you") return location.assign("/outbox");
  showKept(kept, why(stopped));
  askForSync();
  tell({ changed: true });
}

/** Why it waits, where that is not for want of a network. */
function why(stopped) {
  if (stopped === "signed out") return words().sign_in;
  return navigator.onLine ? words().later : undefined;
}

/** Puts a piece of a page, drawn by the server, into this one. */
function put(text, url) {
  return htmx.swap({ text, target: "#main", swap: "innerHTML", sourceElement: document.body, push: url, request: {} });
}

function showKept(kept, reason) {
  const main = showTemplate("kept");
  showShared(); // what another app handed over is in the outbox now
  if (reason) main.querySelector("[data-why]").textContent = reason;
  main.querySelector("[data-undo]").addEventListener("click", async () => {
    const gone = await takeBack(undoOf(kept));
    tell({ changed: true });
    if (gone) showTemplate("undone");
    else location.assign("/outbox");
  });
  const shown = main.firstElementChild;
  shown.dataset.waits = kept.id;
  return shown;
}

/** What was said to wait is sent meanwhile: if nobody has gone on, the page that it led to is shown. */
async function showIfSent() {
  const waits = document.querySelector("#main > [data-waits]");
  const sent = waits && !underway.has(waits.dataset.waits) && (await done(waits.dataset.waits));
  if (!sent || !waits.isConnected) return;
  delete waits.dataset.waits;
  htmx.ajax("GET", sent.url, { target: "#main", push: sent.url });
}

function showTemplate(id) {
  const template = document.getElementById(id);
  const main = document.getElementById("main");
  const heading = document.createElement("h1");
  heading.textContent = template.dataset.title;
  heading.tabIndex = -1;
  main.replaceChildren(heading, template.content.cloneNode(true));
  delete document.documentElement.dataset.keptAt;
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
  return main;
}

function words() {
  return JSON.parse(document.getElementById("lines").dataset.words);
}

/** "Fix it": the form with everything typed; where there is a network, with what the server says of it. */
async function fix() {
  const id = /^#fix=([\w-]+)$/.exec(location.hash)?.[1];
  const form = document.querySelector("#main form[data-outbox]");
  const kept = id && form && (await item(id));
  if (!kept || kept.owner !== document.body.dataset.person) return;
  history.replaceState(history.state, "", location.pathname);
  fillIn(form, kept);
  form.dataset.item = id;
  if (navigator.onLine) form.requestSubmit();
}

/** A usual thing, on the form that the phone had kept: it is filled in here. */
function fillUsual() {
  if (!document.documentElement.dataset.keptAt || !location.search) return;
  const usual = [...document.querySelectorAll("a[data-usual]")].find(({ href }) => href === location.href);
  const form = document.querySelector("#main form[data-outbox]");
  if (usual && form) fillIn(form, { fields: Object.entries(JSON.parse(usual.dataset.usual)), files: [] });
}

fillUsual();
fix();
listen(showIfSent);
