// What this phone keeps until the server has it, and what became of it. Pages and the worker share it.
import { openDB } from "idb";
import { giveUpWhenLeft, transact } from "../transact.js";

/**
 * One change as it was typed.
 * @typedef {object} Item
 * @property {number} [seq] its place in the order of sending
 * @property {string} id the change id
 * @property {string} owner opaque key of the person: nobody else sees or sends it
 * @property {string} pot opaque key of the pot, "" where it is not known
 * @property {string} action the path it goes to; "" for an undo, which learns it from the answer to what it needs
 * @property {[string, string][]} fields all but the CSRF token
 * @property {{field: string, name: string, type: string, bytes: ArrayBuffer}[]} files
 * @property {string} madeAt ISO time of this phone
 * @property {string} [needs] id of the change without which this one makes no sense
 * @property {"waiting"|"needs-you"} state
 * @property {number} tries how often it may have reached the server
 * @property {string[]} [why] the server's sentences, where it needs somebody
 *
 * What became of a change that the server has.
 * @typedef {object} Done
 * @property {string} id
 * @property {string} owner
 * @property {string} url the page it led to
 * @property {string} [undo] where the form goes that takes it back
 * @property {string} kind
 * @property {string} said what it was, in the person's own words
 * @property {string} [claimed] why it waits for the holder to look at it: the server's sentence
 * @property {number} at ms
 */

const KEEP_DONE = 20;
let opened;

function db() {
  opened ??= openDB("onepot", 1, {
    upgrade(made, _from, _to, tx) {
      giveUpWhenLeft(tx);
      made.createObjectStore("items", { keyPath: "seq", autoIncrement: true }).createIndex("id", "id", { unique: true });
      made.createObjectStore("done", { keyPath: "id" }).createIndex("at", "at");
      made.createObjectStore("meta");
    },
    terminated() {
      opened = undefined; // wiped, or closed by the browser: the next one opens it anew
    },
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

const read = (stores, work) => transact(db, stores, "readonly", work);

// Safe on the disk before anything is said of it.
const write = (stores, work) => transact(db, stores, "readwrite", work, { durability: "strict" });

/** Keeps a new item; it may take the place of one that was typed before. @param {Item} item */
export async function keep(item, insteadOf) {
  return write("items", async (tx) => {
    const before = insteadOf && (await tx.store.index("id").getKey(insteadOf));
    if (before) tx.store.delete(before);
    tx.store.add(item);
    // It needs the page no more, which may be left at once. Not where something goes for it: WebKit commits that alone
    // when it could not add the new one.
    if (!before) tx.commit();
  });
}

/** In the order in which they were typed. @returns {Promise<Item[]>} */
export async function items() {
  return read("items", ({ store }) => store.getAll());
}

/** @returns {Promise<Item|undefined>} */
export async function item(id) {
  return read("items", ({ store }) => store.index("id").get(id));
}

/** Written down before it is sent: from now on the server may have it. @param {Item} tried */
export async function countTry(tried) {
  return write("items", async (tx) => {
    const now = await tx.store.get(tried.seq);
    if (now) tx.store.put({ ...now, tries: now.tries + 1 });
    return Boolean(now);
  });
}

/** The server has it. @param {Item} sent @param {Done} done */
export async function settle(sent, done) {
  return write(["items", "done"], async (tx) => {
    tx.objectStore("items").delete(sent.seq);
    const all = tx.objectStore("done");
    all.put(done);
    const old = (await all.index("at").getAllKeys()).slice(0, -KEEP_DONE);
    const needed = new Set((await tx.objectStore("items").getAll()).map(({ needs }) => needs));
    for (const id of old) if (!needed.has(id)) all.delete(id);
  });
}

/** The server will not have it like this: it waits for its person. What was to take it back goes with it. */
export async function refuse(refused, why) {
  return write("items", async (tx) => {
    const undone = (await tx.store.getAll()).filter(({ needs }) => needs === refused.id);
    for (const one of undone) tx.store.delete(one.seq);
    if (undone.length) tx.store.delete(refused.seq);
    else tx.store.put({ ...refused, tries: 0, state: "needs-you", why });
  });
}

/** Takes an item off the phone, and what needs it. */
export async function drop(id) {
  return write("items", async (tx) => {
    for (const one of await tx.store.getAll()) if (one.id === id || one.needs === id) tx.store.delete(one.seq);
  });
}

/**
 * Takes back what waits: off the phone, if the server cannot have it; otherwise its undo waits behind it.
 * @param {Item} undo
 * @returns {Promise<boolean>} whether it is gone
 */
export async function takeBack(undo) {
  return write("items", async (tx) => {
    const found = await tx.store.index("id").get(undo.needs);
    const gone = Boolean(found && !found.tries);
    if (gone) tx.store.delete(found.seq);
    else tx.store.add(undo);
    return gone;
  });
}

/** @returns {Promise<Done|undefined>} */
export async function done(id) {
  return read("done", ({ store }) => store.get(id));
}

/** The last first. @returns {Promise<Done[]>} */
export async function allDone() {
  return (await read("done", ({ store }) => store.index("at").getAll())).reverse();
}

/** Forgets what was sent, but for what a waiting item of the same person still needs. */
export async function forgetDone(mayStay = () => false) {
  return write(["items", "done"], async (tx) => {
    const needed = new Set((await tx.objectStore("items").getAll()).map(({ needs }) => needs));
    for (const one of await tx.objectStore("done").getAll()) {
      if (needed.has(one.id)) tx.objectStore("done").put({ ...one, said: "" });
      else if (!mayStay(one)) tx.objectStore("done").delete(one.id);
    }
  });
}

/** Forgets everything that is kept here for a person. */
export async function forgetAll(owner) {
  return write(["items", "done"], async (tx) => {
    for (const name of ["items", "done"]) {
      const store = tx.objectStore(name);
      for (const one of await store.getAll()) if (one.owner === owner) store.delete(one.seq ?? one.id);
    }
  });
}

/** Small facts about the phone: "person", "language", "contact", "changed", "later". */
export async function fact(name) {
  return read("meta", ({ store }) => store.get(name));
}

export async function note(name, value) {
  await transact(db, "meta", "readwrite", ({ store }) => void store.put(value, name));
}

const channel = new BroadcastChannel("outbox");

/** Tells every open page what happened here. @param {{changed?: true, figures?: object}} what */
export function tell(what) {
  channel.postMessage(what);
}

/** Hears it, what this page tells itself too. */
export function listen(hear) {
  new BroadcastChannel("outbox").addEventListener("message", ({ data }) => hear(data));
  // A page that rested, and comes back as it was left, heard nothing meanwhile.
  addEventListener("pageshow", ({ persisted }) => persisted && hear({ changed: true }));
}
