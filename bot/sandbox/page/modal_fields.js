/** The fields of a modal: text, selects, radio buttons, checkboxes, files. */

import { h } from "./dom.js";
import { SelectMenu } from "./select.js";

const PARAGRAPH = 2;
const PICKED_FROM = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

const FIELDS = {
  3: selectField,
  4: textField,
  5: selectField,
  6: selectField,
  7: selectField,
  8: selectField,
  19: fileField,
  21: (component) => optionGroup(component, "radio"),
  22: (component) => optionGroup(component, "checkbox"),
  23: checkboxField,
};

/**
 * Make one field of a modal.
 * @returns {{node: Element, customId: string, read: () => any, files?: () => File[],
 *   problem: () => string}|null} Null for what is no field.
 */
export function modalField(component, pickable) {
  const make = FIELDS[component.type];
  return make ? { customId: component.custom_id, ...make(component, pickable) } : null;
}

function textField(component) {
  const isLong = component.style === PARAGRAPH;
  const node = h(isLong ? "textarea.modal-input" : "input.modal-input", {
    id: component.custom_id,
    value: component.value ?? "",
    placeholder: component.placeholder,
    maxlength: component.max_length,
    minlength: component.min_length,
    rows: isLong ? "5" : null,
    "aria-required": String(component.required !== false),
  });
  const problem = () => {
    const length = [...node.value].length;
    if (length === 0) return component.required === false ? "" : "This field is required";
    const least = component.min_length ?? 0;
    return length < least ? `Must be at least ${least} characters` : "";
  };
  return { node, read: () => node.value, problem };
}

function selectField(component, pickable) {
  const kind = PICKED_FROM[component.type];
  const options = kind ? pickable(kind, component) : (component.options ?? []);
  const menu = new SelectMenu({ ...component, options });
  const least = component.required === false ? 0 : (component.min_values ?? 1);
  const problem = () => (menu.values().length < least ? chooseAtLeast(least) : "");
  return { node: menu.node, read: () => menu.values(), problem };
}

function optionGroup(component, type) {
  const isRadio = type === "radio";
  const inputs = [];
  const rows = (component.options ?? []).map((option) => {
    const input = h("input", {
      type,
      name: component.custom_id,
      value: option.value,
      checked: Boolean(option.default),
    });
    inputs.push(input);
    const detail = option.description ? h("span.choice-detail", {}, option.description) : null;
    const text = h("span.choice-text", {}, h("span", {}, option.label), detail);
    return h("label.choice", {}, input, text);
  });
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const least = component.required === false ? 0 : (component.min_values ?? 1);
  const problem = () => {
    const count = chosen().length;
    if (count < least) return chooseAtLeast(least);
    const most = component.max_values ?? inputs.length;
    return count > most ? `Choose at most ${most}` : "";
  };
  const read = () => (isRadio ? (chosen()[0] ?? null) : chosen());
  return { node: h("div.choices", { role: isRadio ? "radiogroup" : "group" }, rows), read, problem };
}

function checkboxField(component) {
  const input = h("input", { type: "checkbox", checked: Boolean(component.default) });
  const node = h("label.choice", {}, input);
  return { node, read: () => String(input.checked), problem: () => "" };
}

function fileField(component) {
  const most = component.max_values ?? 1;
  const node = h("input.modal-file", { id: component.custom_id, type: "file", multiple: most > 1 });
  const least = component.required === false ? 0 : (component.min_values ?? 1);
  const files = () => [...node.files];
  const problem = () => {
    const count = files().length;
    if (count < least) return least === 1 ? "Choose a file" : `Choose at least ${least} files`;
    return count > most ? `Choose at most ${most} files` : "";
  };
  return { node, read: () => [], files, problem };
}

function chooseAtLeast(least) {
  return least === 1 ? "Make a choice" : `Choose at least ${least}`;
}
