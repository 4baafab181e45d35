// The first-aid page beyond what it does by itself: a quick way out, and its tools in the place of their plain form.

import { answer, copy } from "../clipboard/clipboard.js";

const WITHIN = 2000; // milliseconds for three presses of Escape

/** Leave for the neutral page that the link names, without an entry to come back to. */
function leave(link) {
  document.dispatchEvent(new Event("leaving"));
  location.replace(link.href);
}

function wayOut(link) {
  const presses = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    presses.push(event.timeStamp);
    if (presses.length >= 3 && event.timeStamp - presses.at(-3) < WITHIN) leave(link);
  });
  document.querySelector('[data-part="leave-keys"]').hidden = false;
}

/** Put the messages and the log where their plain form stands. Without a network, or with half a file, the plain form stays. */
async function fetchTools(place) {
  const response = await fetch(place.dataset.from).catch(() => null);
  const text = response?.ok ? await response.text().catch(() => "") : "";
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!page.querySelector('keep-here > [role="status"]')) return;
  place.replaceChildren(...page.head.childNodes, ...page.body.childNodes);
  for (const button of place.querySelectorAll("[data-copy]")) copies(button, document.getElementById("copied"));
  if (location.hash) place.querySelector(`[id="${CSS.escape(location.hash.slice(1))}"]`)?.scrollIntoView();
}

/** A button that copies its field, and says which words in brackets are left. */
function copies(button, status) {
  const words = JSON.parse(status.dataset.words);
  const field = button.parentElement.querySelector("textarea");
  button.hidden = false;
  button.addEventListener("click", async () => {
    const left = field.value.match(/\[[^\]]+\]/g);
    const done = await copy(field.value, field);
    if (!done) field.select();
    const copied = left ? words.lacks.other.replace("{what}", left.join(", ")) : words.copied.other;
    answer(button, done ? copied : words.marked.other, status);
  });
}

wayOut(document.querySelector(".leave"));
fetchTools(document.getElementById("tools"));
