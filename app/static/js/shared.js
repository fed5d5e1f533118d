// Photos that another app handed over ("Share" → Onepot), from the moment they come until they are saved.

import { deleteDB, openDB } from "idb";
import { giveUpWhenLeft, transact } from "./transact.js";

const SHARED = "onepot-shared"; // a database of its own on this phone
const FIELD = "receipt"; // in the manifest, and in the form
const MOST = 10;
const LONGEST = 60 * 60 * 1000; // later, somebody else may hold the phone

const GIVEN = "shared-given"; // in this tab: a form has them, and is not saved yet

/** Keeps the photos of a share, in the place of any before; says where to go with them. */
export async function keepShared(request) {
  const files = (await request.formData()).getAll(FIELD).filter((file) => file instanceof File && file.size);
  await keep(await Promise.all(files.slice(0, MOST).map(asKept)));
  return "/go/record?shared=1";
}

/** Puts what is kept into the form of this page, if it was opened for that; forgets it once that is saved. */
export async function showShared() {
  const box = document.querySelector(`#main input[type=file][name=${FIELD}][multiple]`);
  const given = GIVEN in sessionStorage;
  const again = given && document.querySelector("#main .nhsuk-error-summary"); // a box of files is empty when shown again
  if (given && document.querySelector("#main .note.fine[role=status]")) await forget();
  else if (box && !box.files.length && (again || new URLSearchParams(location.search).has("shared"))) await giveTo(box);
}

async function giveTo(box) {
  const files = (await kept()).filter(({ at }) => Date.now() - at < LONGEST);
  if (!files.length) return;
  const into = new DataTransfer();
  for (const { name, type, content } of files) into.items.add(new File([content], name, { type }));
  box.files = into.files;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  box.addEventListener("change", forget); // who chooses others, or none, does not want these any more
  sessionStorage.setItem(GIVEN, "yes");
}

/** Nothing of it stays: somebody else may be at this phone now. */
export function forgetShared() {
  return deleteDB(SHARED);
}

async function forget() {
  sessionStorage.removeItem(GIVEN);
  await keep([]);
}

/** Its bytes: Safari loses files that are kept as files. */
async function asKept(file) {
  return { name: file.name, type: file.type, at: Date.now(), content: await file.arrayBuffer() };
}

function open() {
  return openDB(SHARED, 1, {
    upgrade(database, _from, _to, tx) {
      giveUpWhenLeft(tx);
      database.createObjectStore("files", { autoIncrement: true });
    },
  });
}

/** It is open no longer than this takes: an open one could not be deleted. */
async function inFiles(mode, work) {
  const database = await open();
  try {
    return await transact(() => database, "files", mode, work);
  } finally {
    database.close();
  }
}

function kept() {
  return inFiles("readonly", ({ store }) => store.getAll());
}

function keep(files) {
  return inFiles("readwrite", ({ store }) => {
    store.clear();
    for (const file of files) store.add(file);
  });
}
