// What has changed since an item was marked; fetched only where something has.

import { day, part, textOf } from "./checklist.js";

/** Show what was marked and when, what the item says now, and which rules behind it have been revised. */
export function drawChange(list, item, mark, risen) {
  const [thenTitle, then, nowTitle, now, rulesTitle, rules] = part(item, "changed").querySelector("dl").children;
  const words = textOf(item);
  thenTitle.textContent = `${list.say(mark.state === "na" ? "then_na" : "then")}, ${day(mark.date)}`;
  then.textContent = mark.text ?? "";
  nowTitle.hidden = now.hidden = risen.length > 0 && mark.text === words;
  const pieces = compare(mark.text ?? words, words);
  now.replaceChildren(
    ...pieces.flatMap(([piece, fresh]) => [Object.assign(document.createElement(fresh ? "ins" : "span"), { textContent: piece }), " "]),
  );
  rulesTitle.hidden = rules.hidden = !risen.length;
  rules.replaceChildren(...risen.map((id) => item.querySelector(`.reason a[href$="#${id}"]`).closest("p").cloneNode(true)));
}

/** Return the words of `now` as [words, whether they are new] in turn, against `then`. */
function compare(then, now) {
  const [old, words] = [then.split(" "), now.split(" ")];
  const common = [...old, ""].map(() => Array(words.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = words.length - 1; j >= 0; j--) {
      common[i][j] = old[i] === words[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const parts = [];
  for (let i = 0, j = 0; j < words.length;) {
    if (i < old.length && old[i] !== words[j] && common[i + 1][j] >= common[i][j + 1]) {
      i++;
      continue;
    }
    const fresh = old[i] !== words[j];
    if (parts.at(-1)?.[1] === fresh) parts.at(-1)[0] += ` ${words[j]}`;
    else parts.push([words[j], fresh]);
    if (!fresh) i++;
    j++;
  }
  return parts;
}
