// Pages: from the network, from what this phone kept of its person, or the page that says what is here.
import { matchPrecache } from "workbox-precaching";
import { forgetPages, meet, nobodyKnown, turn } from "../outbox/person.js";
import { fact, forgetDone, note } from "../outbox/store.js";
import { find, newest, put, touch } from "./keeping.js";

const HEAD_START = 60; // ms that the network has before a kept page is shown
const PATIENCE = 2_500; // the same where a form is asked for, or something was changed here since
const NEWS_KEPT = 60_000;
const RENEWED_AFTER = 6 * 3_600_000;
const IN_POT = /^\/p\/[^/]+\//;
const LEADS = { "/": ["/", "/shifts"], "/go/record": ["/spending/new"], "/go/shift": ["/shifts/new"] };
const IN_OR_OUT = /^\/(sign-|demo\/as\/)/;

let settled = Promise.resolve();
const told = new Map(); // what the network said after a kept page was shown, by its window

/** Notes what passes by: who is signed in may change, and what was kept may be out of date. */
export function watch(event) {
  const { pathname } = new URL(event.request.url);
  const changes = event.request.method !== "GET";
  const language = /^\/language\/([\w-]+)$/.exec(pathname)?.[1];
  if (!changes && !language && !IN_OR_OUT.test(pathname)) return;
  settled = settled.then(async () => {
    if (IN_OR_OUT.test(pathname)) await nobodyKnown();
    if (language) await note("language", language);
    await note("changed", Date.now());
  });
  event.waitUntil(settled);
}

/** The answer to a page that is opened. */
export async function answer({ event, request, url }) {
  await settled;
  if (url.pathname === "/outbox") return (await shell()) ?? fetch(request);
  if (LEADS[url.pathname]) return fromNetwork(event, request).catch((error) => leadOrShell(url, error));
  if (!IN_POT.test(url.pathname)) return fromNetwork(event, request).catch(shellOrError);
  const kept = await find(url);
  if (!kept) return fromNetwork(event, request).catch(shellOrError);
  return keptOrFresh(event, request, url, kept);
}

async function keptOrFresh(event, request, url, kept) {
  const exact = !url.search;
  const fresh = fromNetwork(event, request, exact ? kept : undefined);
  const first = exact && kept.kind === "page" && kept.at > ((await fact("changed")) ?? 0);
  const won = await Promise.race([fresh.catch(() => undefined), wait(first ? HEAD_START : PATIENCE)]);
  if (won) return won;
  remember(event.resultingClientId, fresh, kept);
  event.waitUntil(fresh.catch(() => {}));
  return kept.response();
}

/** Asks the server; a page that has not changed is the kept one, and right now. Throws where there is no network. */
async function fromNetwork(event, request, kept) {
  const asked = await turn();
  const conditional = kept?.etag && { "If-None-Match": kept.etag, Accept: "text/html" };
  const response = conditional
    ? await fetch(request.url, { headers: conditional, redirect: "manual", cache: "no-store" })
    : await fetch(request);
  if (IN_OR_OUT.test(new URL(request.url).pathname)) await nobodyKnown();
  else await meet(response.headers.get("X-User-Key"), asked);
  if (response.status === 304) {
    await touch(kept);
    return kept.response({ now: true });
  }
  if (kept && isGone(response)) await Promise.all([forgetPages(), forgetDone()]);
  if (response.ok) event.waitUntil(put(request.url, response.clone()));
  return response;
}

/** What was theirs is not any more, or they are not signed in: nothing of it stays. */
function isGone(response) {
  return response.type === "opaqueredirect" || [401, 403, 404].includes(response.status);
}

function remember(client, fresh, kept) {
  const news = fresh.then(
    async (response) => {
      if (isGone(response)) return { gone: true };
      if (!response.ok || kept.kind !== "page") return {};
      const html = await response.text();
      return kept.isStill(html) ? { same: true } : { html };
    },
    () => ({}),
  );
  told.set(client, news);
  setTimeout(() => told.delete(client), NEWS_KEPT);
}

/** What the network said after this window was shown a kept page: the page asks. */
export async function news(client) {
  return (await told.get(client)) ?? {};
}

/** Keeps pages that nobody has opened yet, or not for a while. */
export async function makeReady(paths) {
  for (const path of paths.slice(0, 7)) {
    const url = new URL(path, self.location.origin);
    const kept = await find(url);
    if (kept && Date.now() - kept.at < RENEWED_AFTER) continue;
    const asked = await turn();
    const response = await fetch(url, { headers: { "X-Warm": "1", Accept: "text/html" }, redirect: "error" });
    await meet(response.headers.get("X-User-Key"), asked);
    if (response.ok) await put(url.href, response);
  }
}

async function shell() {
  const language = (await fact("language")) ?? "en";
  return matchPrecache(`/outbox?lang=${language}`);
}

async function shellOrError(error) {
  return (await shell()) ?? (await matchPrecache("/outbox?lang=en")) ?? Promise.reject(error);
}

/** From outside a pot into the one that was looked at last. */
async function leadOrShell(url, error) {
  for (const end of LEADS[url.pathname]) {
    const path = await newest(end);
    if (path) return Response.redirect(path + url.search, 302);
  }
  return shellOrError(error);
}

function wait(ms) {
  return new Promise((go) => setTimeout(go, ms));
}
