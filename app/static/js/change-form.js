// Forms of a change: a fresh id each time one is shown, and one sending at a time.

/** Gives every change form on the page its own id and the time of this device. */
export function freshen() {
  const now = new Date().toISOString();
  for (const form of document.querySelectorAll("form:not([data-kept-id])")) {
    const { change_id: id, made_at: madeAt } = form.elements;
    // Only a secure page can make ids; elsewhere the server's own one stays.
    if (id && crypto.randomUUID) id.value = crypto.randomUUID();
    if (madeAt) madeAt.value = now;
  }
}

function tellNotSent(hidden) {
  document.getElementById("not-sent").hidden = hidden;
}

function release() {
  for (const form of document.querySelectorAll("form[data-busy]")) delete form.dataset.busy;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if ("busy" in form.dataset) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.busy = "";
  tellNotSent(true);
}, { capture: true });

// The id stays as it was: sent again, it is the same change.
document.addEventListener("htmx:error", () => tellNotSent(false));
document.addEventListener("htmx:finally:request", release);

// A page kept by the browser comes back as it was left: still busy, with an id that may be used up.
addEventListener("pageshow", () => {
  release();
  freshen();
});

// An answer that is offered goes into the form beside what was typed already; without scripts it is opened anew with it.
document.addEventListener("click", (event) => {
  const offer = event.target.closest("a")?.closest("[data-fills]");
  const boxes = Object.entries(JSON.parse(offer?.dataset.fills ?? "{}")).map(([name, value]) => [
    document.querySelector(`#main form [name="${name}"]`),
    value,
  ]);
  if (!boxes.length || boxes.some(([box]) => !box)) return;
  event.preventDefault();
  for (const [box, value] of boxes) box.value = value;
  boxes[0][0].focus();
});
