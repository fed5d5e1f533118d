// Read aloud: sentence by sentence, the one that is being read marked; hidden where the phone has no voice for the page.
const SLOWER = 0.9;

const voice = () => {
  const wanted = document.documentElement.lang.slice(0, 2);
  return window.speechSynthesis?.getVoices().find(({ lang }) => lang.slice(0, 2) === wanted);
};

function show() {
  const there = Boolean(voice());
  for (const button of document.querySelectorAll("[data-listen]")) button.hidden = !there;
}

/** What is read, in its order: one piece for each heading, sentence or choice. */
function pieces() {
  const readable = "h1, h2, p:not(.easy-way p), .easy-cash li, .dots li, .easy-way, .btn:not([data-listen])";
  return [...document.querySelectorAll(readable)].filter((one) => one.closest("#main") && one.innerText.trim() && !one.closest("[hidden]"));
}

function stop(button, words) {
  speechSynthesis.cancel();
  delete button.dataset.reading;
  button.querySelector("span").textContent = words;
  for (const one of document.querySelectorAll(".spoken")) one.classList.remove("spoken");
}

function read(button) {
  const label = button.querySelector("span");
  const words = label.textContent;
  const waiting = pieces();
  button.dataset.reading = words;
  label.textContent = button.dataset.stop;
  const next = () => {
    for (const one of document.querySelectorAll(".spoken")) one.classList.remove("spoken");
    const one = waiting.shift();
    if (!one || !("reading" in button.dataset) || !button.isConnected) return stop(button, words);
    one.classList.add("spoken");
    const said = new SpeechSynthesisUtterance(one.innerText);
    Object.assign(said, { voice: voice(), lang: document.documentElement.lang, rate: SLOWER, onend: next, onerror: next });
    speechSynthesis.speak(said);
  };
  next();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-listen]");
  if (!button) return;
  if ("reading" in button.dataset) stop(button, button.dataset.reading);
  else read(button);
});
document.addEventListener("htmx:after:swap", show);
window.speechSynthesis?.addEventListener("voiceschanged", show);
addEventListener("pagehide", () => window.speechSynthesis?.cancel());
show();
