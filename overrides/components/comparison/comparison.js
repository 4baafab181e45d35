// The questions of one topic.

import { plural } from "../words/words.js";

export class QuestionFilter extends HTMLElement {
  connectedCallback() {
    this.querySelector('[data-part="filter"]').hidden = false;
    const select = this.querySelector("select");
    select.addEventListener("change", () => this.show(select.value));
    if (select.value) this.show(select.value); // the browser brought it back
  }

  show(topic) {
    const sections = [...this.querySelectorAll("[data-topic]")];
    sections.forEach((section) => (section.hidden = Boolean(topic) && section.dataset.topic !== topic));
    const status = this.querySelector('[data-part="status"]');
    status.textContent = plural(status.dataset.count, this.querySelectorAll("[data-topic]:not([hidden]) details").length);
  }
}

if (!customElements.get("question-filter")) customElements.define("question-filter", QuestionFilter);
