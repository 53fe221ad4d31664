/** The row that stands for a command until the bot has answered, or says that it did not. */

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { displayName } from "./world.js";

/** Return the row of a command on its way. */
export function pendingRow({ member, bot, name }, dismiss) {
  const status = h("div.pending-status", {}, "Sending command…");
  const foot = h(
    "div.ephemeral-foot",
    { hidden: true },
    "Only you can see this · ",
    h("button.text-button", { type: "button", on: { click: dismiss } }, "Dismiss message"),
  );
  const author = h("span.author", {}, displayName(bot));
  const node = h(
    "article.message.pending",
    { "aria-label": `${name}, sent by you` },
    h(
      "div.answered",
      {},
      avatar(member, "tiny"),
      h("span.answered-user", {}, displayName(member)),
      " used ",
      h("span.answered-command", {}, name),
    ),
    avatar(bot),
    h(
      "div.message-main",
      {},
      h("div.message-head", {}, author, h("span.app-badge", {}, "APP")),
      status,
      foot,
    ),
  );
  return { node, fail: (text) => fail(node, status, foot, text) };
}

function fail(node, status, foot, text) {
  node.classList.add("failed");
  status.textContent = text || "The application did not respond";
  status.setAttribute("role", "alert");
  foot.hidden = false;
}
