// The page /outbox: what waits on this phone, what was sent, what needs its person.
import { atTime } from "../when.js";
import { undoOf } from "./item.js";
import { formPage, kindOfItem, saidOf } from "./kinds.js";
import { counted, mine } from "./line.js";
import { whoIsThere } from "./person.js";
import { send } from "./send.js";
import { allDone, drop, listen, takeBack, tell } from "./store.js";

const page = document.getElementById("outbox");
const { saved, sent } = page ? JSON.parse(page.dataset.times) : {};
const part = (name) => page.querySelector(`[data-${name}]`);

function row(state, kind, said, when) {
  const made = page.querySelector(`template[data-row="${state}"]`).content.cloneNode(true).firstElementChild;
  made.dataset.outboxItem = "";
  made.dataset.state = state;
  made.querySelector("[data-title]").textContent = JSON.parse(page.dataset.kinds)[kind];
  made.querySelector("[data-said] bdi").textContent = said;
  made.querySelector("[data-said]").hidden = !said;
  made.querySelector("[data-when]").textContent = when;
  return made;
}

/** What was sent; of what waits for the holder to look at it, why. */
function rowOfDone({ kind, said, at, claimed }) {
  const made = row(claimed ? "claimed" : "sent", kind, said, atTime(sent, at));
  made.dataset.state = "sent";
  if (claimed) made.querySelector("[data-why]").textContent = claimed;
  return made;
}

/** Where nobody is known, only that there is something. */
function rowOfNobody(item) {
  const made = row(item.state, "", "", atTime(saved, Date.parse(item.madeAt)));
  for (const more of made.querySelectorAll("button, a, [data-why]")) more.remove();
  return made;
}

function rowOf(item, all) {
  const undone = item.needs && all.find(({ id }) => id === item.needs);
  const made = row(item.state, kindOfItem(item), saidOf(undone || item), atTime(saved, Date.parse(item.madeAt)));
  if (item.state === "waiting") {
    const undo = made.querySelector("[data-undo]");
    if (all.some(({ needs }) => needs === item.id)) undo.remove();
    undo.addEventListener("click", () => takeBack(undoOf(item)).then(() => tell({ changed: true })));
    if (item.needs && item.tries) undo.remove();
    return made;
  }
  made.querySelector("[data-why]").textContent = (item.why ?? []).join(" ");
  const fix = made.querySelector("[data-fix]");
  if (formPage(item.action)) fix.href = `${formPage(item.action)}#fix=${item.id}`;
  else fix.remove();
  made.querySelector("[data-delete]").addEventListener("click", () => drop(item.id).then(() => tell({ changed: true })));
  return made;
}

async function draw() {
  const { person, items } = await mine();
  const done = person ? (await allDone()).filter(({ owner, said, kind }) => owner === person && (said || kind)) : [];
  const rows = {
    "needs-you": items.filter(({ state }) => state === "needs-you"),
    waiting: items.filter(({ state }) => state === "waiting"),
  };
  for (const [state, list] of Object.entries(rows)) {
    fill(state, list.map((item) => (person ? rowOf(item, items) : rowOfNobody(item))));
  }
  fill("sent", done.map(rowOfDone));
  const waiting = rows.waiting.length;
  const needs = rows["needs-you"].length;
  const sentences = JSON.parse(page.dataset.counted);
  const heading = waiting ? counted(sentences.waiting, waiting) : needs ? counted(sentences.needs, needs) : page.dataset.none;
  page.querySelector("h1").textContent = heading;
  const lead = waiting ? "waiting" : needs ? "needs" : "none";
  for (const one of page.querySelectorAll("[data-lead]")) one.hidden = one.dataset.lead !== lead;
  part("send").hidden = !waiting || !person;
  part("sign-in").hidden = Boolean(person) || !items.length;
  part("full").hidden = !(waiting && (await isFull()));
}

function fill(state, rows) {
  const list = page.querySelector(`[data-list="${state}"]`);
  list.querySelector("ul").replaceChildren(...rows);
  list.hidden = !rows.length;
}

async function isFull() {
  const { usage = 0, quota = 1 } = (await navigator.storage?.estimate?.()) ?? {};
  return usage > quota * 0.9;
}

async function sendNow() {
  part("not-yet").hidden = true;
  const { stopped } = await send();
  part("not-yet").hidden = !stopped || stopped === "signed out";
}

if (page) {
  part("elsewhere").hidden = location.pathname === "/outbox";
  part("send").addEventListener("click", sendNow);
  listen(draw);
  draw();
  // Who is signed in is asked where it can be: this page itself does not know.
  if (navigator.onLine) whoIsThere().then(draw, () => {});
}
