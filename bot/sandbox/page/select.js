/** A select menu as Discord draws it: one or several choices, with descriptions and emoji. */

import { h } from "./dom.js";
import { icon } from "./icons.js";

const EDGE_PX = 12;
let count = 0;

/**
 * Make a select menu.
 * @param {object} options Discord's select component; "onCommit" is called with the values when
 *   the person has chosen (at once for one value, on closing for several).
 * @returns {{node: Element, values: () => string[]}}
 */
export function selectMenu({ custom_id, placeholder, options, min_values, max_values, disabled, onCommit }) {
  const most = max_values ?? 1;
  const least = min_values ?? 1;
  const chosen = new Set(options.filter((option) => option.default).map((option) => option.value));
  const listId = `select-${(count += 1)}`;
  const label = h("span.select-label");
  const toggle = h(
    "button.select-toggle",
    {
      type: "button",
      disabled: Boolean(disabled),
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": listId,
      "data-custom-id": custom_id ?? null,
    },
    label,
    icon("unfold"),
  );
  const list = h("div.select-list", { id: listId, role: "listbox", hidden: true });
  if (most > 1) list.setAttribute("aria-multiselectable", "true");
  const node = h("div.select", {}, toggle, list);
  let before = "";

  const showLabel = () => {
    const names = options.filter((one) => chosen.has(one.value)).map((one) => one.label);
    label.textContent = names.join(", ") || placeholder || "Make a selection";
    label.classList.toggle("placeholder", names.length === 0);
  };
  const setOpen = (isOpen) => {
    if (isOpen === !list.hidden) return;
    list.hidden = !isOpen;
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) {
      before = [...chosen].join("\n");
      openWhereThereIsRoom(node, list);
      (list.querySelector("[aria-selected=true]") ?? list.firstElementChild)?.focus();
      list.scrollIntoView({ block: "nearest" });
    } else if (most > 1 && before !== [...chosen].join("\n") && chosen.size >= least) {
      onCommit?.([...chosen]);
    }
  };
  const pick = (value) => {
    if (most === 1) {
      const isTakenBack = chosen.has(value) && least === 0;
      chosen.clear();
      if (!isTakenBack) chosen.add(value);
    } else if (chosen.has(value)) chosen.delete(value);
    else if (chosen.size < most) chosen.add(value);
    for (const row of list.children) row.setAttribute("aria-selected", String(chosen.has(row.dataset.value)));
    showLabel();
    if (most > 1) return;
    setOpen(false);
    toggle.focus();
    onCommit?.([...chosen]);
  };
  list.append(...options.map((option) => optionRow(option, chosen.has(option.value), pick)));
  toggle.addEventListener("click", () => setOpen(list.hidden));
  node.addEventListener("keydown", (event) => moveFocus(event, { list, toggle, setOpen }));
  node.addEventListener("focusout", (event) => {
    if (!node.contains(event.relatedTarget)) setOpen(false);
  });
  showLabel();
  return { node, values: () => [...chosen] };
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
  const emoji = option.emoji?.name && !option.emoji.id ? h("span.emoji", {}, option.emoji.name) : null;
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
  return h("button.select-option", props, emoji, text, h("span.select-check", { "aria-hidden": "true" }, "✓"));
}

function moveFocus(event, { list, toggle, setOpen }) {
  const rows = [...list.children];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && !list.hidden) {
    event.stopPropagation();
    event.preventDefault();
    setOpen(false);
    toggle.focus();
  } else if (step && list.hidden) {
    event.preventDefault();
    setOpen(true);
  } else if (step) {
    event.preventDefault();
    const index = rows.indexOf(document.activeElement);
    rows[(index + step + rows.length) % rows.length]?.focus();
  }
}
