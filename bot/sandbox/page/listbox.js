/** The list above the composer: commands, options, choices and suggestions, by hand or by key. */

import { fill, h } from "./dom.js";

/**
 * @typedef {object} Item
 * @property {string} label
 * @property {string} [detail] Stands below or beside the label.
 * @property {string} [mark] Stands at the right.
 */

/** One list for the whole composer; the field that shows it keeps the focus. */
export class Listbox {
  constructor(node) {
    this.node = node;
    this.items = [];
    this.active = -1;
    this.input = null;
    this.onPick = null;
    // Pressing a row must not take the focus away from the field that it fills.
    node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /**
   * @param {Element} input The field that the list belongs to.
   * @param {Item[]} items
   * @param {(item: Item) => void} onPick
   * @param {{title?: string, isFirstActive?: boolean}} [how]
   */
  show(input, items, onPick, { title = "", isFirstActive = false } = {}) {
    this.hide();
    Object.assign(this, { input, items, onPick });
    const rows = items.map((item, index) => this.row(item, index));
    const head = title ? h("div.listbox-title", {}, title) : null;
    fill(this.node, head, rows);
    this.node.hidden = !title && items.length === 0;
    this.node.scrollTop = 0;
    input.setAttribute("aria-controls", this.node.id);
    input.setAttribute("aria-expanded", String(!this.node.hidden));
    this.activate(isFirstActive && items.length ? 0 : -1);
  }

  hide() {
    this.input?.setAttribute("aria-expanded", "false");
    this.input?.removeAttribute("aria-activedescendant");
    Object.assign(this, { items: [], active: -1, input: null, onPick: null });
    this.node.hidden = true;
    fill(this.node);
  }

  row(item, index) {
    const props = {
      id: `listbox-${index}`,
      role: "option",
      "aria-selected": "false",
      on: { click: () => this.pick(index) },
    };
    return h(
      "div.listbox-row",
      props,
      h("span.listbox-label", {}, item.label),
      item.detail ? h("span.listbox-detail", {}, item.detail) : null,
      item.mark ? h("span.listbox-mark", {}, item.mark) : null,
    );
  }

  activate(index) {
    this.active = index;
    const rows = this.node.querySelectorAll(".listbox-row");
    rows.forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    rows[index]?.scrollIntoView({ block: "nearest" });
    if (index >= 0) this.input?.setAttribute("aria-activedescendant", `listbox-${index}`);
    else this.input?.removeAttribute("aria-activedescendant");
  }

  pick(index) {
    const item = this.items[index];
    const { onPick } = this;
    this.hide();
    onPick(item);
  }

  /** Take a key of the field; return whether it was meant for the list. */
  takesKey(event) {
    if (this.node.hidden || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const count = this.items.length;
    if (step && count) {
      const from = this.active < 0 && step < 0 ? count : this.active;
      this.activate((from + step + count) % count);
    } else if (["Enter", "Tab"].includes(event.key) && !event.shiftKey && this.active >= 0) {
      this.pick(this.active);
    } else if (event.key === "Escape") {
      this.hide();
    } else {
      return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
