// A page that the phone had kept: it says when it was right, until the server has answered.
import htmx from "htmx.org";
import { atTime } from "./when.js";

const html = document.documentElement;
const words = JSON.parse(document.getElementById("lines").dataset.words);

function sayWhen(at) {
  document.querySelector("#as-of span").textContent = atTime(words, at);
}

/** What the worker was told meanwhile. @returns {Promise<{same?: true, html?: string, gone?: true}>} */
function news() {
  const { port1, port2 } = new MessageChannel();
  navigator.serviceWorker.controller?.postMessage({ type: "news" }, [port2]);
  return new Promise((hear) => {
    port1.onmessage = ({ data }) => hear(data);
  });
}

/** Puts the page as it is now in place of the one that was kept; whoever was on a link stays on it. */
function replaceWith(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const at = document.activeElement?.closest("#main a[href]")?.getAttribute("href");
  for (const id of ["top", "nav", "main"]) {
    const [now, then] = [fresh.getElementById(id), document.getElementById(id)];
    if (now && then) then.replaceChildren(...now.childNodes);
  }
  document.title = fresh.title;
  htmx.process(document.getElementById("main"));
  if (at) document.querySelector(`#main a[href="${CSS.escape(at)}"]`)?.focus({ preventScroll: true });
}

// What is shown after something was done here is of now.
document.addEventListener("htmx:after:swap", () => delete html.dataset.keptAt);

if (html.dataset.keptAt) {
  sayWhen(Date.parse(html.dataset.keptAt));
  news().then(({ same, html: text, gone }) => {
    if (gone) location.reload();
    if (text) replaceWith(text);
    // The line keeps its room, so that nothing jumps under a thumb.
    if (same || text) html.dataset.keptAt = "";
  });
}
