/** Action rows: buttons in their styles, and selects. */

import { h, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { SelectMenu } from "./select.js";

const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium" };
const LINK = 5;
const PICKED_FROM = { 5: "user", 6: "role", 7: "mentionable", 8: "channel" };

/** Return a row of buttons, or of one select. */
export function actionRow(component, context) {
  const children = (component.components ?? []).map((child) =>
    child.type === 2 ? button(child, context) : messageSelect(child, context),
  );
  return h("div.action-row", {}, children);
}

/** Return a button; a link opens a page, all others go to the bot. */
export function button(component, context) {
  const content = [
    emoji(component.emoji),
    component.label ? h("span.button-label", {}, component.label) : null,
  ];
  const name = component.label ? null : (component.emoji?.name ?? "Button");
  const style = STYLES[component.style] ?? "secondary";
  if (component.style === LINK) return linkButton(component, content);
  const props = {
    type: "button",
    disabled: Boolean(component.disabled),
    "aria-label": name,
    "data-custom-id": component.custom_id ?? null,
  };
  const node = h(`button.button.${style}`, props, content);
  node.addEventListener("click", () => context.press(component.custom_id, null, node));
  return node;
}

function linkButton(component, content) {
  const href = safeUrl(component.url ?? "");
  const mark = icon("open");
  if (component.disabled || !href) {
    return h("button.button.link", { type: "button", disabled: true }, content, mark);
  }
  const props = { href, target: "_blank", rel: "noopener noreferrer" };
  return h("a.button.link", props, content, mark);
}

/** Return an emoji as a node; a custom one is shown by its name. */
export function emoji(value) {
  if (!value?.name) return null;
  const text = value.id ? `:${value.name}:` : value.name;
  return h("span.emoji", { "aria-hidden": "true" }, text);
}

function messageSelect(component, context) {
  const kind = PICKED_FROM[component.type];
  const options = kind ? context.pickable(kind, component) : (component.options ?? []);
  const menu = new SelectMenu({
    ...component,
    options,
    onCommit: (values) => context.press(component.custom_id, values, menu.node),
  });
  return menu.node;
}
