/** A select menu as Discord draws it: one or several choices, with descriptions and emoji. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const EDGE_PX = 12;
let count = 0;

/** One menu; its node goes into the page, its values are read by whoever made it. */
export class SelectMenu {
  /**
   * @param {object} component Discord's select component, with its options. "onCommit" is called
   *   with the values when the person has chosen: at once for one value, on closing for several.
   */
  constructor(component) {
    this.options = component.options;
    this.most = component.max_values ?? 1;
    this.least = component.min_values ?? 1;
    this.placeholder = component.placeholder || "Make a selection";
    this.onCommit = component.onCommit ?? null;
    this.before = "";
    const given = this.options.filter((option) => option.default).map((option) => option.value);
    this.chosen = new Set(given);
    this.label = h("span.select-label");
    this.list = this.makeList();
    this.toggle = this.makeToggle(component);
    this.node = h("div.select", {}, this.toggle, this.list);
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.node.addEventListener("focusout", (event) => {
      if (!this.node.contains(event.relatedTarget)) this.setOpen(false);
    });
    this.showLabel();
  }

  values() {
    return [...this.chosen];
  }

  makeList() {
    const rows = this.options.map((option) => {
      return optionRow(option, this.chosen.has(option.value), (value) => this.pick(value));
    });
    const id = `select-${(count += 1)}`;
    const isMany = this.most > 1 ? "true" : null;
    const props = { id, role: "listbox", hidden: true, "aria-multiselectable": isMany };
    return h("div.select-list", props, rows);
  }

  makeToggle({ custom_id, disabled }) {
    const props = {
      type: "button",
      disabled: Boolean(disabled),
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "data-custom-id": custom_id ?? null,
      on: { click: () => this.setOpen(this.list.hidden) },
    };
    return h("button.select-toggle", props, this.label, icon("unfold"));
  }

  showLabel() {
    const chosen = this.options.filter((option) => this.chosen.has(option.value));
    this.label.textContent = chosen.map((option) => option.label).join(", ") || this.placeholder;
    this.label.classList.toggle("placeholder", chosen.length === 0);
  }

  setOpen(isOpen) {
    const { list } = this;
    if (isOpen === !list.hidden) return;
    list.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) {
      this.commitMany();
      return;
    }
    this.before = this.values().join("\n");
    openWhereThereIsRoom(this.node, list);
    (list.querySelector("[aria-selected=true]") ?? list.firstElementChild)?.focus();
    list.scrollIntoView({ block: "nearest" });
  }

  commitMany() {
    const isChanged = this.before !== this.values().join("\n");
    if (this.most > 1 && isChanged && this.chosen.size >= this.least) this.onCommit?.(this.values());
  }

  pick(value) {
    const { chosen } = this;
    const isOne = this.most === 1;
    const isTakenBack = chosen.has(value) && (!isOne || this.least === 0);
    if (isOne) chosen.clear();
    if (isTakenBack) chosen.delete(value);
    else if (chosen.size < this.most) chosen.add(value);
    for (const row of this.list.children) {
      row.setAttribute("aria-selected", String(chosen.has(row.dataset.value)));
    }
    this.showLabel();
    if (!isOne) return;
    this.setOpen(false);
    this.toggle.focus();
    this.onCommit?.(this.values());
  }

  onKey(event) {
    const { list } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      event.preventDefault();
      this.setOpen(false);
      this.toggle.focus();
    } else if (step) {
      event.preventDefault();
      if (list.hidden) this.setOpen(true);
      else this.moveFocus(step);
    }
  }

  moveFocus(step) {
    const rows = [...this.list.children];
    const index = rows.indexOf(document.activeElement);
    rows[(index + step + rows.length) % rows.length]?.focus();
  }
}

/** Upwards where the list would end below what is to be seen, and there is room above. */
function openWhereThereIsRoom(node, list) {
  const frame = node.closest(".scroller, dialog")?.getBoundingClientRect();
  if (!frame) return;
  const { top, bottom } = node.getBoundingClientRect();
  const height_px = list.offsetHeight + EDGE_PX;
  list.classList.toggle("up", bottom + height_px > frame.bottom && top - height_px > frame.top);
}

function optionRow(option, isChosen, pick) {
  const hasEmoji = option.emoji?.name && !option.emoji.id;
  const emoji = hasEmoji ? h("span.emoji", {}, option.emoji.name) : null;
  const detail = option.description ? h("span.select-detail", {}, option.description) : null;
  const props = {
    type: "button",
    role: "option",
    tabindex: "-1",
    "aria-selected": String(isChosen),
    data: { value: option.value },
    on: { click: () => pick(option.value) },
  };
  const text = h("span.select-text", {}, h("span", {}, option.label), detail);
  const check = h("span.select-check", { "aria-hidden": "true" }, "✓");
  return h("button.select-option", props, emoji, text, check);
}
