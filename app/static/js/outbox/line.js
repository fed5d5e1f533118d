// What waits, said on every page; and the moments at which it is sent.
import { forgetTheOld, meet } from "./person.js";
import { send } from "./send.js";
import { fact, items, listen, note } from "./store.js";

const words = JSON.parse(document.getElementById("lines").dataset.words);
const line = document.getElementById("waiting");
const { documentElement: html, body } = document;
const plural = new Intl.PluralRules(html.lang);
// The list of what waits, and a page that was kept, do not know who is there now.
const list = document.getElementById("outbox");
const live = !list && !html.dataset.keptAt;

/** A sentence about a number, in the plural form of the page's language. */
export function counted(sentences, number) {
  return (sentences[plural.select(number)] ?? sentences.other).replace("{n}", number);
}

/** What belongs to whoever is there; where nobody is known, everything, to be shown without its words. */
export async function mine() {
  const person = await fact("person");
  const all = await items();
  return { person, items: person ? all.filter(({ owner }) => owner === person) : all };
}

async function draw() {
  const { person, items: all } = await mine();
  const mineNow = all.filter(({ id }) => !document.querySelector(`form[data-item="${id}"]`)); // on the screen already
  const waiting = mineNow.filter(({ state }) => state === "waiting").length;
  const needs = mineNow.length - waiting;
  const was = !line.hidden;
  const says = [waiting && counted(words.waiting, waiting), needs && counted(words.needs, needs)];
  const text = person || !mineNow.length ? says.filter(Boolean).join(" ") : words.sign_in;
  line.hidden = (!text && !was) || Boolean(list);
  line.querySelector("a").textContent = text || words.sent;
}

let timer;

export async function trySending() {
  clearTimeout(timer);
  const { items: all } = await mine();
  if (!navigator.onLine || !all.some(({ state }) => state === "waiting")) return;
  await send();
  await later();
}

// A page that stays open tries again by itself, each time after a longer while.
async function later() {
  const after = await fact("later");
  if (!after) return;
  askForSync();
  clearTimeout(timer);
  timer = setTimeout(trySending, Math.max(0, after.at - Date.now()));
}

/** Only after a try has failed: the worker must not send what the page is about to send. */
export async function askForSync() {
  if (!navigator.serviceWorker?.controller) return;
  const registration = await navigator.serviceWorker.ready;
  await registration.sync?.register("outbox").catch(() => {});
}

function newFigures({ pot, figures, pence }) {
  if (!pot || pot !== body.dataset.pot) return;
  for (const [name, text] of Object.entries(figures ?? {})) {
    for (const shown of document.querySelectorAll(`#main [data-figure="${name}"]:not([data-part])`)) {
      shown.value = pence[name];
      shown.textContent = text;
    }
  }
}

async function start() {
  await forgetTheOld();
  await note("language", html.dir === "rtl" ? "x-rtl" : html.lang.slice(0, 2));
  // Where there is a worker it has met whoever this page is of.
  if (live && body.dataset.person && !navigator.serviceWorker?.controller) await meet(body.dataset.person);
  await draw();
  await trySending();
}

listen((what) => {
  if (what.figures) newFigures(what);
  else draw().then(later);
});
addEventListener("online", trySending);
addEventListener("focus", trySending);
document.addEventListener("visibilitychange", () => document.hidden || trySending());
// A page that comes back as it was left may be of somebody who has signed out since.
addEventListener("pageshow", async ({ persisted }) => {
  if (!persisted || !body.dataset.person) return;
  const answer = await fetch("/session.json", { cache: "no-store" }).catch(() => undefined);
  if (answer && (await answer.json()).person !== body.dataset.person) location.reload();
});
if (globalThis.indexedDB) start().catch(() => {});

