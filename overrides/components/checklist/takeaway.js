// A checklist to take along: as text, for a spreadsheet, as a file, as a link; and to bring back. Nothing is sent anywhere.

import { copy } from "../clipboard/clipboard.js";
import { day, part, textOf, today } from "./checklist.js";
import { isList } from "./marks.js";

const KIND = "rattesnore-checklist";
const FORMAT = 1;
const LARGEST_FILE = 1e6;
const BOXES = { done: "[x]", na: "[–]", todo: "[ ]", changed: "[!]" };
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

const address = () => location.href.split("#")[0];

export class Takeaway {
  constructor(checklist) {
    this.checklist = checklist;
    this.title = checklist.dataset.title;
  }

  copy() {
    const { checklist, title } = this;
    const progress = part(checklist, "progress").textContent;
    const head = [title, checklist.list.name, checklist.university(), `${day(today())}: ${progress}`, address()];
    const lines = this.rows().map(({ group, text, state, mark }, index, rows) => {
      const heading = group === rows[index - 1]?.group ? "" : `\n${group}\n`;
      const note = mark ? ` (${[day(mark.date), mark.reason].filter(Boolean).join(", ")})` : "";
      return `${heading}${BOXES[state]} ${text}${note}`;
    });
    this.put([...head, ...lines].filter(Boolean).join("\n"), "copied");
  }

  csv() {
    const { checklist, title } = this;
    const rows = this.rows().map(({ id, group, text, state, mark }) => {
      const words = checklist.say(`state.${state}`);
      return [title, checklist.list.name, group, text, words, mark?.date ?? "", mark?.rev ?? "", mark?.reason ?? "", id];
    });
    this.save("csv", "text/csv", asCsv([checklist.say("columns").split("|"), ...rows]));
  }

  json() {
    const file = { kind: KIND, format: FORMAT, checklist: this.checklist.id, title: this.title, ...this.checklist.list };
    this.save("json", "application/json", JSON.stringify(file, null, 1));
  }

  /** A link with all marks in its fragment, which no browser sends. Words that the page itself has are left out. */
  share() {
    const { id, list } = this.checklist;
    const marks = Object.entries(list.marks).map((
      [name, mark],
    ) => [name, { ...mark, text: mark.text === this.textAt(name, mark) ? undefined : mark.text }]);
    this.put(`${address()}#${id}=${toLetters({ name: list.name, marks: Object.fromEntries(marks) })}`, "shared");
  }

  fromLink(letters) {
    const list = fromLetters(letters);
    if (!isList(list)) {
      this.checklist.notice(this.checklist.say("wrong_link"), "close");
      return;
    }
    for (const [name, mark] of Object.entries(list.marks)) mark.text ??= this.textAt(name, mark);
    this.checklist.offer(list, "offer");
  }

  async fromFile(input) {
    const [file] = input.files;
    const { list, fault, title } = file.size > LARGEST_FILE ? { fault: "wrong_file" } : this.parse(await file.text());
    input.value = "";
    if (list) this.checklist.offer(list, "offer_file");
    else this.checklist.notice(this.checklist.say(fault, { title }), "close");
  }

  /** Return {list} of a file's text, or {fault, title}. */
  parse(text) {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      return { fault: "wrong_file" };
    }
    if (file?.kind !== KIND) return { fault: "wrong_file" };
    if (file.format > FORMAT) return { fault: "newer_file" };
    if (file.checklist !== this.checklist.id) return { fault: "other_list", title: String(file.title) };
    const list = { name: file.name, marks: file.marks };
    return isList(list) ? { list } : { fault: "wrong_file" };
  }

  /** The items that are asked for or marked, in order, and at the end what is marked but no longer in the list. */
  rows() {
    const { checklist } = this;
    const items = checklist.items.filter((item) => !item.closest(".others") || checklist.markOf(item)).map((item) => ({
      id: item.dataset.item,
      group: item.closest(".group").firstElementChild.textContent,
      text: textOf(item),
      state: item.dataset.state,
      mark: checklist.markOf(item),
    }));
    const gone = Object.entries(checklist.list.marks).filter(([id]) => !checklist.byId.has(id));
    return [...items, ...gone.map(([id, mark]) => ({ id, group: checklist.say("gone"), text: mark.text ?? id, state: mark.state, mark }))];
  }

  /** The words of an item, if they are those of the revision that was marked. */
  textAt(id, mark) {
    const item = this.checklist.byId.get(id);
    return item && Number(item.dataset.rev) === mark.rev ? textOf(item) : undefined;
  }

  /** Put text on the clipboard; where that is closed, show it for copying by hand. */
  async put(text, words) {
    this.checklist.notice(" ", "close");
    const field = part(this.checklist, "text");
    field.textContent = text;
    field.hidden = false;
    field.hidden = await copy(text, field);
    this.checklist.word(this.checklist.say(field.hidden ? words : "marked"));
  }

  save(ending, type, text) {
    const file = `${this.checklist.id}-${today()}.${ending}`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    this.checklist.notice(this.checklist.say("saved", { file }), "close");
  }
}

/** A cell that would begin a formula is made plain text; the sign between cells is the one that the reader's spreadsheet expects. */
function asCsv(table) {
  const separator = (1.5).toLocaleString(document.documentElement.lang).includes(",") ? ";" : ",";
  const cell = (value) => `"${String(value).replace(FORMULA, "'$&").replaceAll('"', '""')}"`;
  return "\ufeff" + table.map((row) => row.map(cell).join(separator) + "\r\n").join("");
}

function toLetters(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Return the value in the letters, or nothing where they are broken. */
function fromLetters(letters) {
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
