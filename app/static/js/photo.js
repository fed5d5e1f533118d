// Photos are made smaller in the page before they are sent: quicker on a slow line, and nothing but the picture goes.
// Without this file the photo is sent as it is, and the server does the same.

const LONGEST = 1600;
const WIDTH_OF_ROLL = 800; // a till roll is long and narrow: its width is what is read
const LONGEST_ROLL = 4800;
const QUALITY = 0.8;

/** By how much a picture shrinks; paper fits into a square, a till roll keeps a width that can be read. */
export function scaleFor(width, height) {
  const [short, long] = width < height ? [width, height] : [height, width];
  if (long <= 2 * short) return Math.min(1, LONGEST / long);
  return Math.min(1, WIDTH_OF_ROLL / short, LONGEST_ROLL / long);
}

/**
 * The photo as a JPEG of at most 1,600 pixels, without where and when it was taken and under no name of its own:
 * also one that is small already.
 * What this browser cannot read as a picture (a PDF, some HEIC) comes back as it is.
 */
export async function smaller(file) {
  if (!file.type.startsWith("image/")) return file;
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  try {
    return new File([await draw(picture)], "photo.jpg", { type: "image/jpeg" });
  } catch {
    return file;
  } finally {
    picture.close();
  }
}

function draw(picture) {
  const scale = scaleFor(picture.width, picture.height);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("not drawn"))), "image/jpeg", QUALITY);
  });
}

const underWay = new WeakMap(); // by box: the work on what was chosen last

async function shrink(box) {
  const chosen = [...box.files];
  const small = new DataTransfer();
  for (const file of chosen) small.items.add(await smaller(file));
  const unchanged = box.files.length === chosen.length && chosen.every((file, at) => box.files[at] === file);
  if (unchanged) box.files = small.files;
}

document.addEventListener("change", (event) => {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !("smaller" in box.dataset) || !box.files.length) return;
  const work = shrink(box).catch(() => {});
  underWay.set(box, work);
  work.then(() => underWay.get(box) === work && underWay.delete(box));
});

// A form that is sent too soon waits for its photos, and is then sent as it was.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const work = [...form.elements].map((box) => underWay.get(box)).filter(Boolean);
  if (!work.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.all(work).then(() => form.requestSubmit(event.submitter));
}, { capture: true });
