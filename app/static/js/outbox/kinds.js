// The kinds of changes that may wait, by the last word of the path they go to.

const KINDS = {
  spending: { form: "/new", says: ["what_for", "£amount"] },
  shifts: { form: "/new", says: ["starts", "ends"] },
  messages: { form: "", says: ["body"] },
};
const ACTION = /^\/p\/[^/]+\/(spending|shifts|messages)$/;
const LONGEST = 80;

/** "spending", "shifts", "messages", or "" for another. */
export function kindOf(action) {
  return ACTION.exec(action)?.[1] ?? "";
}

/** The same of an item, which may be an undo, or a photo alone. @param {import("./store.js").Item} item */
export function kindOfItem(item) {
  if (item.needs) return "undo";
  return item.files.length && !saidOf(item) ? "photo" : kindOf(item.action);
}

/** The page on which such a change is typed. */
export function formPage(action) {
  const kind = KINDS[kindOf(action)];
  return kind && action + kind.form;
}

/** What it was, as it was typed: "Taxi to clinic, £14". @param {import("./store.js").Item} item */
export function saidOf(item) {
  const typed = new Map(item.fields);
  const words = (KINDS[kindOf(item.action)]?.says ?? []).map((name) => {
    const text = (typed.get(name.replace("£", "")) ?? "").trim();
    return text && name.startsWith("£") && !text.includes("£") ? `£${text}` : text;
  });
  return words.filter(Boolean).join(", ").slice(0, LONGEST);
}
