/** Components v2 of a message: one renderer a type, as Discord draws them. */

import { actionRow, button } from "./controls.js";
import { h } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { fileRow, gallery, resolveMedia, thumbnail } from "./media.js";
import { coverWithSpoiler } from "./spoiler.js";

/**
 * Everything a renderer may need.
 * @typedef {object} Context
 * @property {object} message The message that is drawn.
 * @property {object} names Looks up what mentions name: user(id), channel(id).
 * @property {(customId: string, values: string[]|null, control: Element) => void} press
 * @property {(kind: string, component: object) => object[]} pickable What a user or channel select
 *   offers.
 */

const RENDERERS = {
  1: actionRow,
  2: button,
  9: section,
  10: textDisplay,
  11: (component, context) => thumbnail(component, context.message.attachments),
  12: (component, context) => gallery(component.items ?? [], context.message.attachments),
  13: file,
  14: separator,
  17: container,
};

/** Return nodes for a list of components; an unknown type is said, not hidden. */
export function renderComponents(components, context) {
  return (components ?? []).map((component) => {
    const renderer = RENDERERS[component.type];
    if (!renderer) return h("div.unknown", {}, `Component of type ${component.type}`);
    return renderer(component, context);
  });
}

function container(component, context) {
  const hasAccent = Number.isInteger(component.accent_color);
  const accent = hasAccent ? `#${component.accent_color.toString(16).padStart(6, "0")}` : null;
  const props = accent ? { style: { "--accent": accent } } : {};
  const node = h(
    `div.container${accent ? ".accented" : ""}`,
    props,
    renderComponents(component.components, context),
  );
  return component.spoiler ? coverWithSpoiler(node) : node;
}

function section(component, context) {
  const accessory = component.accessory ? renderComponents([component.accessory], context) : [];
  return h(
    "div.section",
    {},
    h("div.section-text", {}, renderComponents(component.components, context)),
    h("div.section-accessory", {}, accessory),
  );
}

function textDisplay(component, context) {
  return h("div.text-display", {}, renderMarkdown(component.content ?? "", context.names));
}

function file(component, context) {
  const attachments = context.message.attachments ?? [];
  const name = component.name ?? component.file?.url?.split("?")[0].split("/").at(-1) ?? "file";
  const known = attachments.find((one) => one.filename === name);
  return fileRow({
    url: resolveMedia(component.file, attachments),
    name,
    size: component.size ?? known?.size,
    spoiler: component.spoiler,
  });
}

function separator(component) {
  const isLarge = component.spacing === 2;
  const hasLine = component.divider !== false;
  const classes = `${isLarge ? ".large" : ""}${hasLine ? ".line" : ""}`;
  return hasLine ? h(`hr.separator${classes}`) : h(`div.separator${classes}`);
}
