// From a form to an item and back.

/**
 * What a form says, to be kept.
 * @param {FormData} data
 * @param {{action: string, owner: string, pot: string}} where
 * @returns {Promise<import("./store.js").Item>}
 */
export async function itemFrom(data, { action, owner, pot }) {
  const fields = [];
  const files = [];
  for (const [name, value] of data) {
    if (name === "csrf_token") continue;
    if (typeof value === "string") fields.push([name, value]);
    else if (value.name && value.size) files.push(await keptFile(name, value));
  }
  const typed = new Map(fields);
  const madeAt = typed.get("made_at");
  return { id: typed.get("change_id"), owner, pot, action, fields, files, madeAt, state: "waiting", tries: 0 };
}

// Bytes, not the File itself: Safari has lost files that were kept as such.
async function keptFile(field, file) {
  return { field, name: file.name, type: file.type, bytes: await file.arrayBuffer() };
}

/** The body in which an item is sent. @param {import("./store.js").Item} item */
export function bodyOf(item, csrfToken) {
  const body = item.files.length ? new FormData() : new URLSearchParams();
  body.append("csrf_token", csrfToken);
  for (const [name, value] of item.fields) body.append(name, value);
  for (const file of item.files) body.append(file.field, fileOf(file));
  return body;
}

/** An item that takes another back once that one is sent. @param {import("./store.js").Item} item */
export function undoOf(item) {
  const id = crypto.randomUUID();
  const madeAt = new Date().toISOString();
  const acting = new Map(item.fields).get("acting") ?? "";
  const door = { change_id: id, form_version: "1", made_at: madeAt, acting };
  const { owner, pot } = item;
  const base = { id, owner, pot, madeAt, action: "", files: [], needs: item.id, state: "waiting", tries: 0 };
  return { ...base, fields: Object.entries(door) };
}

/** Types an item into a form again. @param {HTMLFormElement} form @param {import("./store.js").Item} item */
export function fillIn(form, item) {
  const own = new Set(["change_id", "made_at", "form_version", "acting", "csrf_token"]);
  for (const box of form.elements) {
    if (!box.name || own.has(box.name) || box.type === "file") continue;
    const values = item.fields.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box.type === "radio" || box.type === "checkbox") box.checked = values.includes(box.value);
    else if (values.length) box.value = values[0];
    if (values[0] && box.closest("details")) box.closest("details").open = true;
  }
  giveFiles(form, item);
}

/** Chooses the kept files again: all of one question in the box that takes several. */
function giveFiles(form, item) {
  for (const name of new Set(item.files.map(({ field }) => field))) {
    const chosen = new DataTransfer();
    for (const file of item.files) if (file.field === name) chosen.items.add(fileOf(file));
    const boxes = [...form.querySelectorAll(`input[type=file][name="${name}"]`)];
    const box = boxes.find(({ multiple }) => multiple || chosen.files.length === 1);
    if (box) box.files = chosen.files;
  }
}

function fileOf({ bytes, name, type }) {
  return new File([bytes], name, { type });
}
