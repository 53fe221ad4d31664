/** One message: who, when, what it answers, its content, and its marks. */

import { avatar } from "./avatar.js";
import { renderComponents } from "./components.js";
import { h } from "./dom.js";
import { attachmentNodes, embed } from "./embed.js";
import { icon } from "./icons.js";
import { renderMarkdown } from "./markdown.js";
import { sentAt } from "./time.js";
import { displayName } from "./world.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const COMPONENTS_V2 = 1 << 15;
const COMMAND = 2;
const FROM_MENU = 23;

/** Return whether only one member can see the message. */
export function isEphemeral(message) {
  return Boolean(message._ephemeral_for) || Boolean((message.flags ?? 0) & EPHEMERAL);
}

/** Return whether the message is a deferred answer that has no content yet. */
export function isPending(message) {
  return Boolean(message._pending) || Boolean((message.flags ?? 0) & LOADING);
}

/**
 * Return the node of a message.
 * @param {import("./components.js").Context} context
 * @param {() => void} dismiss Takes a private message off the page.
 */
export function messageNode(context, dismiss) {
  const { message } = context;
  const author = context.names.user(message.author.id) ?? message.author;
  const name = displayName(author);
  const body = isPending(message) ? thinking(name) : content(context);
  return h(
    `article.message${isEphemeral(message) ? ".ephemeral" : ""}`,
    { data: { messageId: message.id }, "aria-label": `Message from ${name}`, tabindex: "-1" },
    answeredLine(context),
    avatar(author),
    h(
      "div.message-main",
      {},
      h("div.message-head", {}, authorName(author), sentAt(message.timestamp), menuButton(context)),
      h("div.message-body", {}, body),
      message.thread ? threadWay(message.thread) : null,
      message.edited_timestamp && !isPending(message) ? h("span.edited", {}, "(edited)") : null,
      h("div.message-error", { role: "alert", hidden: true }),
      isEphemeral(message) ? ephemeralFoot(dismiss) : null,
    ),
  );
}

function threadWay({ id, name }) {
  const props = { type: "button", data: { toChannel: id } };
  const words = [h("span.thread-name", {}, name), h("span.thread-open", {}, "Open thread ›")];
  return h("button.thread-way", props, icon("thread"), words);
}

function menuButton({ message, openMenu }) {
  if (isPending(message)) return null;
  const press = ({ currentTarget }) => {
    const { right, bottom } = currentTarget.getBoundingClientRect();
    openMenu(right, bottom);
  };
  const props = { type: "button", "aria-label": "Message menu", on: { click: press } };
  return h("button.menu-button", props, icon("more"));
}

function authorName(author) {
  return [
    h("span.author", {}, displayName(author)),
    author?.bot ? h("span.app-badge", {}, "APP") : null,
  ];
}

function answeredLine({ message, names }) {
  const metadata = message.interaction_metadata ?? message.interaction;
  if (!metadata?.user || (metadata.type ?? COMMAND) !== COMMAND) return referenceLine(message);
  const user = names.user(metadata.user.id) ?? metadata.user;
  const command = message.interaction?.name ?? metadata.name;
  const sign = message.type === FROM_MENU ? "" : "/";
  const what = command ? [" used ", h("span.answered-command", {}, `${sign}${command}`)] : " was answered";
  return h(
    "div.answered",
    {},
    avatar(user, "tiny"),
    h("span.answered-user", {}, displayName(user)),
    what,
  );
}

function referenceLine(message) {
  const original = message.referenced_message;
  if (!original) return null;
  const text = original.content || "Open the message to see its content";
  return h(
    "div.answered",
    {},
    avatar(original.author, "tiny"),
    h("span.answered-user", {}, displayName(original.author)),
    h("span.answered-text", {}, ` ${text}`),
  );
}

function thinking(name) {
  const dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  return h("div.thinking", {}, dots, `${name} is thinking…`);
}

function content(context) {
  const { message, names } = context;
  const components = renderComponents(message.components, context);
  if ((message.flags ?? 0) & COMPONENTS_V2) return components;
  return [
    message.content ? h("div.content", {}, renderMarkdown(message.content, names)) : null,
    attachmentNodes(message.attachments ?? []),
    (message.embeds ?? []).map((one) => embed(one, context)),
    components,
  ];
}

function ephemeralFoot(dismiss) {
  const props = { type: "button", on: { click: dismiss } };
  return h(
    "div.ephemeral-foot",
    {},
    icon("eye"),
    " Only you can see this · ",
    h("button.text-button", props, "Dismiss message"),
  );
}
