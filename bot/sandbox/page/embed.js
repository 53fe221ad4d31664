/** Classic content: embeds and plain attachments. */

import { h, safeUrl } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { fileRow, gallery, picture, resolveMedia } from "./media.js";
import { timestamp } from "./time.js";

/** Return a node for an embed. */
export function embed(data, context) {
  const { attachments } = context.message;
  const hasColour = Number.isInteger(data.color);
  const colour = hasColour ? `#${data.color.toString(16).padStart(6, "0")}` : null;
  const markdown = (text) => renderMarkdown(text, context.names);
  return h(
    "div.embed",
    colour ? { style: { "--accent": colour } } : {},
    h(
      "div.embed-main",
      {},
      data.author?.name ? h("div.embed-author", {}, data.author.name) : null,
      data.title ? h("div.embed-title", {}, titleNode(data)) : null,
      data.description ? h("div.embed-text", {}, markdown(data.description)) : null,
      fields(data.fields ?? [], markdown),
      data.image ? picture(data.image, data.image.description, attachments) : null,
      footer(data),
    ),
    data.thumbnail ? h("div.thumbnail", {}, picture(data.thumbnail, "", attachments)) : null,
  );
}

function titleNode(data) {
  const href = data.url ? safeUrl(data.url) : null;
  return href ? h("a", { href, target: "_blank", rel: "noopener" }, data.title) : data.title;
}

function fields(all, markdown) {
  return all.length ? h("div.embed-fields", {}, all.map((one) => field(one, markdown))) : null;
}

function field(data, markdown) {
  return h(
    `div.embed-field${data.inline ? ".inline" : ""}`,
    {},
    h("div.embed-name", {}, markdown(data.name)),
    h("div", {}, markdown(data.value)),
  );
}

function footer(data) {
  if (!data.footer?.text && !data.timestamp) return null;
  const at = data.timestamp ? timestamp(Date.parse(data.timestamp) / 1000, "s") : null;
  const dot = data.footer?.text && at ? " • " : null;
  return h("div.embed-footer", {}, data.footer?.text ?? null, dot, at);
}

/** Return nodes for attachments: pictures as one grid, everything else as rows. */
export function attachmentNodes(attachments) {
  const isPicture = (one) => /^(image|video)\//.test(one.content_type ?? "") || Boolean(one.width);
  const isSpoiler = (one) => one.is_spoiler || one.filename.startsWith("SPOILER_");
  const items = attachments
    .filter(isPicture)
    .map((one) => ({ media: one, description: one.description, spoiler: isSpoiler(one) }));
  const rows = attachments
    .filter((one) => !isPicture(one))
    .map((one) => {
      const { filename: name, size } = one;
      return fileRow({ url: resolveMedia(one), name, size, spoiler: isSpoiler(one) });
    });
  return items.length ? [gallery(items, attachments), ...rows] : rows;
}
