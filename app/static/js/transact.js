// Transactions of this phone's databases that no page holds once it has been left. Pages and the worker share it.
//
// WebKit stops a page that is left and keeps it as it is, for when somebody goes back. A transaction that it was in the
// middle of stays open with it, and every other page and the worker wait for that, minutes long, and send nothing. So a
// page that is left gives up what it has not put down yet, and does it again when it comes back: nobody was told yet
// that it was done. A page that does not come back is as one that was closed a moment earlier.

const underway = new Set();
const givenUp = new WeakSet();
let here = Promise.resolve();
let back = () => {};

addEventListener("pagehide", () => {
  here = new Promise((shown) => {
    back = shown;
  });
  for (const tx of underway) {
    givenUp.add(tx);
    abort(tx);
  }
});
addEventListener("pageshow", () => back());

function abort(tx) {
  try {
    tx.abort();
  } catch {
    // It ends by itself: it was at its end.
  }
}

/** This one is given up when the page is left. */
export function giveUpWhenLeft(tx) {
  underway.add(tx);
  tx.done.catch(() => {}).finally(() => underway.delete(tx));
}

/**
 * Does something in one transaction, wholly or not at all; once it resolves, what was written is there.
 * @param {() => Promise<IDBPDatabase>} database opens it, where it is not open
 * @param {string|string[]} stores
 * @param {IDBTransactionMode} mode
 * @param {(tx: IDBPTransaction) => Promise} work waits for nothing but this transaction; it may be done twice
 * @param {IDBTransactionOptions} [options]
 */
export async function transact(database, stores, mode, work, options) {
  for (;;) {
    const open = await database();
    await here;
    const tx = open.transaction(stores, mode, options);
    giveUpWhenLeft(tx);
    try {
      const found = await work(tx);
      if (mode === "readwrite") await tx.done;
      return found;
    } catch (error) {
      if (givenUp.has(tx)) continue;
      abort(tx);
      throw error;
    }
  }
}
