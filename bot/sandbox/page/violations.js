/** Requests of the bot that Discord would not have taken: a count, and the list behind it. */

import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

const MOST_SHOWN = 200;

/** The badge and its list. */
export class Violations {
  constructor({ badge, dialog }) {
    Object.assign(this, { badge, dialog });
    this.all = [];
    badge.addEventListener("click", () => {
      this.drawList();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }

  set(violations) {
    this.all = [...violations];
    this.draw();
  }

  add(violation) {
    this.all.push(violation);
    this.draw();
  }

  draw() {
    const count = this.all.length;
    this.badge.hidden = count === 0;
    this.badge.textContent = `${count} ${count === 1 ? "violation" : "violations"}`;
    if (this.dialog.open) this.drawList();
  }

  drawList() {
    const close = h("button.icon-button", { type: "button", "aria-label": "Close" }, icon("close"));
    close.addEventListener("click", () => this.dialog.close());
    const rows = this.all.slice(-MOST_SHOWN).reverse().map(row);
    const title = h("h2", { id: "violations-title" }, "Requests that Discord would refuse");
    fill(this.dialog, h("div.dialog-head", {}, title, close), h("ul.violations", {}, rows));
  }
}

function row({ method, path, where, message, at }) {
  const seconds = typeof at === "number" ? at * 1000 : Date.parse(at);
  const time = Number.isFinite(seconds) ? new Date(seconds).toLocaleTimeString() : "";
  return h(
    "li",
    {},
    h("div.violation-request", {}, `${method} ${path}`),
    where ? h("code.code", {}, where) : null,
    h("p", {}, message),
    time ? h("small", {}, time) : null,
  );
}
