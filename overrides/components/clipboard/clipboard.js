// Copying, and what to do when it is refused.

/** Copy text; return whether it worked. If not, `element` is selected for copying by hand. */
export async function copy(text, element) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    select(element);
    return oldCopy();
  }
}

/** Select an element for copying by hand. */
export function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

/** The only way in an insecure context; it copies what is selected. */
function oldCopy() {
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  }
}

/** Let a button say for a while what it did. */
export function answer(button, words, status) {
  const label = button.querySelector("span");
  label.dataset.words ??= label.textContent;
  label.textContent = words;
  status.textContent = words;
  clearTimeout(label.timer);
  label.timer = setTimeout(() => (label.textContent = label.dataset.words), 4000);
}
