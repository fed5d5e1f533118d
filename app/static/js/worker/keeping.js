// The pages that this phone keeps of its person: few, with the time at which each was right.
import { pagesOf } from "../outbox/person.js";
import { fact } from "../outbox/store.js";

const POTS = 3;
const FORMS = 6;
const AT = "X-Kept-At";
const KIND = "X-Keep";
const SAME_FORM = /^\?(like|shared)=/; // filled in by the page

async function cache() {
  const person = await fact("person");
  return person ? caches.open(pagesOf(person)) : undefined;
}

const potOf = (url) => new URL(url).pathname.split("/")[2];

/**
 * The page as it was kept. Its form is the same whatever it was opened like.
 * @param {URL} url
 */
export async function find(url) {
  const found = await (await cache())?.match(url.origin + url.pathname, { ignoreVary: true });
  if (!found) return undefined;
  const { headers } = found;
  const kind = headers.get(KIND);
  if (url.search && !(kind === "form" && SAME_FORM.test(url.search))) return undefined;
  const text = await found.text();
  const at = Number(headers.get(AT));
  return {
    url: found.url || url.origin + url.pathname,
    kind,
    at,
    etag: headers.get("ETag"),
    text,
    headers,
    isStill: (html) => bare(html) === bare(text),
    response({ now = false } = {}) {
      const mark = `<html data-kept-at="${new Date(at).toISOString()}"`;
      return new Response(now ? text : text.replace("<html", mark), { headers });
    },
  };
}

// What is made afresh each time a page is drawn says nothing new.
function bare(html) {
  return html.replace(/name="(change_id|csrf_token|made_at)" value="[^"]*"/g, "");
}

/** Keeps a page if the server says that it may be kept. @param {Response} response */
export async function put(address, response) {
  const url = new URL(address);
  if (!response.headers.has(KIND) || url.search || response.redirected) return;
  const pages = await cache();
  if (!pages || response.headers.get("X-User-Key") !== (await fact("person"))) return;
  await write(pages, url.href, await response.text(), response.headers);
  await trim(pages);
}

/** It was just found to be still right. */
export async function touch({ url, text, headers }) {
  const pages = await cache();
  if (pages) await write(pages, url, text, headers);
}

function write(pages, address, text, headers) {
  const kept = new Headers(headers);
  for (const name of ["Content-Encoding", "Content-Length"]) kept.delete(name);
  kept.set(AT, Date.now());
  return pages.put(address, new Response(text, { headers: kept }));
}

/** The last three pots, the last six forms. */
async function trim(pages) {
  const all = [];
  for (const request of await pages.keys()) {
    const { headers } = await pages.match(request, { ignoreVary: true });
    all.push({ url: request.url, at: Number(headers.get(AT)), kind: headers.get(KIND) });
  }
  all.sort((one, other) => other.at - one.at);
  const pots = new Set([...new Set(all.map(({ url }) => potOf(url)))].slice(0, POTS));
  const forms = all.filter(({ kind }) => kind === "form").slice(FORMS);
  const old = all.filter((one) => !pots.has(potOf(one.url)) || forms.includes(one));
  await Promise.all(old.map(({ url }) => pages.delete(url, { ignoreVary: true })));
}

/** The path of the page that was looked at last, of those that end like this in their pot. */
export async function newest(end) {
  const pages = await cache();
  let found;
  for (const request of (await pages?.keys()) ?? []) {
    const { pathname } = new URL(request.url);
    if (pathname.replace(/^\/p\/[^/]+/, "") !== end) continue;
    const { headers } = await pages.match(request, { ignoreVary: true });
    const at = Number(headers.get(AT));
    if (!found || at > found.at) found = { at, pathname };
  }
  return found?.pathname;
}
