// Sends what waits: in its order, by one sender at a time, only what belongs to whoever is signed in.
import { bodyOf } from "./item.js";
import { kindOfItem, saidOf } from "./kinds.js";
import { whoIsThere } from "./person.js";
import { countTry, done, fact, items, note, refuse, settle, tell } from "./store.js";

const LONGEST = 60_000; // an answer that takes longer is taken for none
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 300_000;
const TRY_LATER = new Set([408, 429, 502, 503, 504]);

/** Why it stopped before the end: "no network", "busy" or "signed out". */
class Stop extends Error {}

/**
 * Sends everything that can be sent.
 * @param {{session?: {person: string, csrf: string}, draw?: string}} how the session of the page, where one is at hand;
 *   `draw`: of this change the page that it leads to is asked for as well
 * @returns {Promise<{stopped?: string, drawn?: {status: number, said: object}}>}
 */
export async function send(how = {}) {
  if (!navigator.locks) return inOrder(how);
  return navigator.locks.request("outbox", () => inOrder(how));
}

async function inOrder({ session, draw }) {
  const round = { session, fresh: false, draw, drawn: undefined, again: false };
  let stopped;
  try {
    for (const item of await waiting()) await offer(item, round);
    if (round.again) await waitLonger();
    else await note("later", undefined);
  } catch (error) {
    stopped = error instanceof Stop ? error.message : "no network";
    await waitLonger(error.seconds);
  }
  tell({ changed: true });
  return { stopped, drawn: round.drawn };
}

async function waiting() {
  return (await items()).filter(({ state }) => state === "waiting");
}

async function offer(item, round) {
  round.session ??= await freshSession(round);
  if (item.owner !== round.session.person) return;
  const needed = item.needs && (await done(item.needs));
  if (item.needs && !needed) return; // it waits until the server has that one
  if (needed?.claimed) return refuse(item, [needed.claimed]); // nothing was done that could be taken back
  const action = item.action || needed.undo;
  if (!action) return refuse(item, []);
  if (!(await countTry(item))) return; // taken back a moment ago
  const { answer, said } = await post(item, action, round);
  if (item.id === round.draw) round.drawn = { status: answer.status, said };
  if (answer.status === 500) round.again = true; // about this one: it stays, and the rest goes on
  else await conclude(item, action, answer, said);
}

async function freshSession(round) {
  round.fresh = true;
  const session = await whoIsThere();
  if (!session) throw new Stop("signed out");
  return session;
}

async function post(item, action, round) {
  const headers = { Accept: "application/json", "X-Outbox": "1" };
  if (item.id === round.draw) headers["HX-Request"] = "true";
  const body = bodyOf(item, round.session.csrf);
  const signal = AbortSignal.timeout(LONGEST);
  const answer = await fetch(action, { method: "POST", headers, body, redirect: "error", signal });
  // Only the service says who it answers: what a proxy or a hotel's network says is no answer, but for "too large".
  const ours = answer.headers.has("X-User-Key");
  if (TRY_LATER.has(answer.status) || !(ours || answer.status === 413)) {
    throw Object.assign(new Stop("busy"), { seconds: Number(answer.headers.get("Retry-After")) || 0 });
  }
  // An answer that breaks off here is none either: it is sent again, and is "already done".
  const said = ours && answer.status !== 500 ? await answer.json() : {};
  if (answer.status !== 401 && !said.stale) return { answer, said };
  if (round.fresh) throw new Stop("signed out");
  // The page is of another session, or was kept: who is there is asked once.
  round.session = await freshSession(round);
  if (item.owner !== round.session.person) throw new Stop("signed out");
  return post(item, action, round);
}

async function conclude(item, action, answer, said) {
  if (answer.ok) {
    await note("changed", Date.now());
    await settle(item, {
      id: item.id,
      owner: item.owner,
      url: said.url,
      undo: said.undo,
      kind: kindOfItem(item),
      said: item.needs ? ((await done(item.needs))?.said ?? "") : saidOf(item),
      claimed: said.claimed ? said.say : undefined,
      at: Date.now(),
    });
    tell({ figures: said.figures_said, pence: said.figures, pot: item.pot });
  } else {
    await refuse(item, said.errors ? Object.values(said.errors) : [said.say ?? ""]);
  }
}

// One that was tried before its time (a page was opened, the phone woke) makes nobody wait longer for the next.
async function waitLonger(seconds = 0) {
  const before = await fact("later");
  const early = before && Date.now() < before.at;
  const times = early ? before.times : (before?.times ?? 0) + 1;
  const wait = Math.min(FIRST_WAIT * 2 ** Math.min(times, 10), LONGEST_WAIT);
  const at = early ? before.at : Date.now() + wait;
  await note("later", { times, at: Math.max(at, Date.now() + seconds * 1000) });
}
