// Whose phone this is at the moment, and what goes when it is another's. Pages and the worker share it.
import { forgetShared } from "../shared.js";
import { fact, forgetAll, forgetDone, note } from "./store.js";

const PAGES = "pages::";
const HOUR = 3_600_000;
const LONGEST_WITHOUT_CONTACT = 30 * 24 * HOUR;
const ENDED_FOR_GOOD = 2_000;

/** The name of the cache with a person's pages. */
export const pagesOf = (key) => PAGES + key;

/** Forgets kept pages: all, or all but one person's. */
export async function forgetPages(but) {
  if (!globalThis.caches) return;
  const names = (await caches.keys()).filter((name) => name.startsWith(PAGES) && name !== pagesOf(but));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/**
 * An answer came: `key` is its X-User-Key, "none" when nobody is signed in. One that was asked for before somebody
 * signed in or out says nothing of who is there now: `asked` is what `turn()` was then.
 */
export async function meet(key, asked) {
  if (!key || (asked !== undefined && asked !== (await turn()))) return;
  const person = key === "none" ? null : key;
  await forgetPages(person);
  if ((await fact("person")) !== person) {
    await note("person", person);
    await forgetShared();
    await forgetDone(({ owner }) => owner === person);
  }
  if (person && Date.now() - ((await fact("contact")) ?? 0) > HOUR) await note("contact", Date.now());
}

/** How often somebody signed in or out on this phone. */
export async function turn() {
  return (await fact("turn")) ?? 0;
}

/** Until an answer says so, nobody is known here: somebody signs in or out. */
export async function nobodyKnown() {
  await note("turn", (await turn()) + 1);
  await note("person", null);
}

/** Signing out: pages and what was sent are forgotten; what waits stays, and is shown to its person alone. */
export async function leave() {
  await nobodyKnown();
  await forgetPages();
  await forgetDone();
  await forgetShared();
}

/** Pages of long ago are forgotten though nobody was there to say so. */
export async function forgetTheOld() {
  const contact = await fact("contact");
  if (!contact || Date.now() - contact < LONGEST_WITHOUT_CONTACT) return;
  await leave();
  await note("contact", undefined);
}

/**
 * Who is signed in, with a token for sending; null when nobody is. Throws where there is no network.
 * @returns {Promise<{person: string, csrf: string} | null>}
 */
export async function whoIsThere() {
  const asked = await turn();
  const said = await ask();
  await meet(said.person ?? "none", asked);
  if (said.ended) await endFor(said.ended);
  return said.person ? { person: said.person, csrf: said.csrf_token } : null;
}

// Another tab may be signing in at this moment: only a cookie that stays ended was ended from elsewhere.
async function endFor(owner) {
  await new Promise((wait) => setTimeout(wait, ENDED_FOR_GOOD));
  if ((await ask()).ended === owner) await forgetAll(owner);
}

async function ask() {
  const answer = await fetch("/session.json", { cache: "no-store", signal: AbortSignal.timeout(20_000) });
  if (!answer.ok && answer.status !== 401) throw new TypeError(`session.json: ${answer.status}`);
  return answer.json();
}
