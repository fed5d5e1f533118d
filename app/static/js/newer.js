// The worker: installed once the page stands, and renewed only when its person says so.
const newer = document.getElementById("newer");
let asked = false;

function offer(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  newer.hidden = false;
  newer.querySelector("button").onclick = () => {
    asked = true;
    registration.waiting.postMessage({ type: "use it now" });
  };
}

async function install() {
  const registration = await navigator.serviceWorker.register("/sw.js");
  offer(registration);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offer(registration));
  });
  makeReady(await navigator.serviceWorker.ready);
}

/** The forms that may be needed without a network, and this page, once the phone has nothing better to do. */
function makeReady({ active }) {
  const { warm } = document.body.dataset;
  if (!warm) return;
  const ask = () => active.postMessage({ type: "warm", paths: warm.split(" ") });
  if (globalThis.requestIdleCallback) requestIdleCallback(ask, { timeout: 5_000 });
  else setTimeout(ask, 1_000);
}

if (navigator.serviceWorker) {
  navigator.serviceWorker.addEventListener("controllerchange", () => asked && location.reload());
  if (document.readyState === "complete") install().catch(() => {});
  else addEventListener("load", () => install().catch(() => {}));
}
