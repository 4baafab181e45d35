// What is kept of a checklist: marks by the item's id. `{state, rev, date, text}`, and `reason` and `rules` where there are any.

const STATES = ["done", "na", "todo"];
const ID = /^[a-z][a-z0-9-]*$/;

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value) => value === undefined || typeof value === "string";

const isDay = (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(`${value}T12:00`));

function isMark(mark) {
  return isObject(mark) && STATES.includes(mark.state) && Number.isInteger(mark.rev) && isDay(mark.date) &&
    [mark.text, mark.reason, mark.rules].every(isText);
}

/** Say whether a value is a list: a name and marks. */
export function isList(list) {
  return isObject(list) && typeof list.name === "string" && isObject(list.marks) &&
    Object.entries(list.marks).every(([id, mark]) => ID.test(id) && isMark(mark));
}

/** Say whether a value is what is kept of all lists of a kind. */
export function isKept(kept) {
  return isObject(kept) && isObject(kept.lists) && Object.values(kept.lists).every(isList);
}

/** Return the lists that are kept together with those of a page; a page's own marks come last. */
export function joined(kept = {}, own = {}) {
  const both = Object.entries(own).map((
    [id, list],
  ) => [id, { ...list, marks: { ...kept[id]?.marks, ...list.marks }, name: list.name || kept[id]?.name || "" }]);
  return { ...kept, ...Object.fromEntries(both) };
}

/** Move marks to the ids that the items have now. An old id that still lives passes on what was marked before its own revision. */
export function adopt(marks, items) {
  const revs = new Map(items.map(({ dataset }) => [dataset.item, Number(dataset.rev)]));
  const outlived = new Set();
  for (const { dataset } of items) {
    for (const old of dataset.was.split(" ").filter((id) => Object.hasOwn(marks, id))) {
      if (!revs.has(old)) outlived.add(old);
      else if (marks[old].rev >= revs.get(old)) continue;
      if (!Object.hasOwn(marks, dataset.item)) marks[dataset.item] = { ...marks[old] };
    }
  }
  for (const id of outlived) delete marks[id];
}

const revisions = (rules) => new Map((rules ?? "").split(" ").map((rule) => rule.split(":")));

/** Return the rules behind an item, of the chosen university, that have been revised since it was marked. */
export function raised(mark, rules, university) {
  if (mark.rules === rules || !rules) return [];
  const then = revisions(mark.rules);
  const risen = [...revisions(rules)].filter(([rule, rev]) => Number(rev) > Number(then.get(rule) ?? 1));
  return risen.map(([rule]) => rule.split("/")).filter(([owner]) => !university || owner === university).map(([, id]) => id);
}
