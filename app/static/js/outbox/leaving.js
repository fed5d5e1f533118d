// Signing out: what waits is asked about first, and nothing of the person stays.
import { counted } from "./line.js";
import { leave } from "./person.js";
import { send } from "./send.js";
import { forgetAll, items } from "./store.js";

const form = document.querySelector("form[data-sign-out]");
const choice = document.getElementById("leaving");
let wipes;
let decided = false;

async function mineWaits() {
  const person = document.body.dataset.person;
  return (await items()).filter(({ owner }) => owner === person).length;
}

async function signOut() {
  if (decided) return;
  decided = true;
  await leave();
  delete form.dataset.busy;
  form.requestSubmit(wipes);
}

async function ask() {
  const number = await mineWaits();
  if (!number) return signOut();
  const heading = choice.querySelector("h2");
  heading.textContent = counted(JSON.parse(choice.dataset.counted), number);
  choice.querySelector("[data-keep]").hidden = Boolean(wipes);
  choice.hidden = false;
  form.hidden = true;
  heading.focus();
}

async function sendFirst() {
  await send();
  if (await mineWaits()) choice.querySelector("[data-not-yet]").hidden = false;
  else await signOut();
}

if (form && choice) {
  form.addEventListener("submit", (event) => {
    if (decided) return;
    event.preventDefault();
    wipes = event.submitter?.name === "wipe" ? event.submitter : undefined;
    ask()
      .catch(() => form.submit())
      .finally(() => delete form.dataset.busy);
  });
  choice.querySelector("[data-send]").addEventListener("click", sendFirst);
  choice.querySelector("[data-keep]").addEventListener("click", signOut);
  choice.querySelector("[data-delete]").addEventListener("click", async () => {
    await forgetAll(document.body.dataset.person);
    await signOut();
  });
}
