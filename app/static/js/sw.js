// The worker: answers where there is no network, and sends what waits. Bundled to /sw.js by build.mjs.
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { kindOf } from "./outbox/kinds.js";
import { forgetTheOld } from "./outbox/person.js";
import { send } from "./outbox/send.js";
import { keepShared } from "./shared.js";
import { answer, makeReady, news, watch } from "./worker/pages.js";
import { answerOrKeep } from "./worker/posts.js";

precacheAndRoute(__PRECACHE__, { directoryIndex: null, cleanURLs: false });
cleanupOutdatedCaches();

registerRoute(({ request }) => request.mode === "navigate", answer);
registerRoute(({ request, url }) => request.mode === "navigate" && kindOf(url.pathname), answerOrKeep, "POST");
registerRoute(({ url }) => url.pathname === "/share", async ({ request }) => Response.redirect(await keepShared(request), 303), "POST");

self.addEventListener("fetch", watch);
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(forgetTheOld)));
self.addEventListener("sync", (event) => event.waitUntil(sendOrFail()));
self.addEventListener("message", (event) => {
  const { type, paths } = event.data ?? {};
  if (type === "use it now") self.skipWaiting();
  if (type === "warm") event.waitUntil(makeReady(paths));
  if (type === "news") event.waitUntil(news(event.source.id).then((told) => event.ports[0].postMessage(told)));
});

// The browser tries again by itself, later and later, when this fails.
async function sendOrFail() {
  const { stopped } = await send();
  if (stopped && stopped !== "signed out") throw new Error(stopped);
}
