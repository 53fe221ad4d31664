/** A message's menu: the bot's commands for it and for its author, copying, deleting. */

import { byId, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { isEphemeral, isPending } from "./message.js";
import { displayName } from "./world.js";

const USER_MENU = 2;
const MESSAGE_MENU = 3;
const EDGE_PX = 8;
const TEXT_DISPLAY = 10;

/** Opens the menu of one message at a time. */
export class MessageMenu {
  /** @param {object} parts api; world; onUsed(interactionId, name); onProblem(sentence). */
  constructor(parts) {
    Object.assign(this, parts);
    this.dialog = byId("menu");
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
  }

  open(message, x, y) {
    const { world, dialog } = this;
    if (isPending(message) || dialog.open) return;
    const author = world.user(message.author.id) ?? message.author;
    fill(
      dialog,
      h("h2.menu-title", { id: "menu-title" }, `Message from ${displayName(author)}`),
      this.apps("Apps", MESSAGE_MENU, { message_id: message.id }),
      author.bot ? [] : this.apps(`Apps for ${displayName(author)}`, USER_MENU, this.about(author)),
      this.ownRows(message),
    );
    dialog.showModal();
    this.place(x, y);
    dialog.querySelector("button")?.focus();
  }

  about(author) {
    return { user_id: author.id, channel_id: this.world.channelId };
  }

  apps(title, type, target) {
    const commands = this.world.menuCommands(type);
    if (commands.length === 0) return [];
    const rows = commands.map(({ name, shown }) =>
      this.row("app", shown, () => this.use(name, shown, target)),
    );
    return [h("h3.menu-section", {}, title), rows];
  }

  ownRows(message) {
    const text = plainText(message);
    const copy = () => navigator.clipboard.writeText(text);
    const rows = text ? [this.row("copy", "Copy text", copy)] : [];
    const me = this.world.member();
    if (!isEphemeral(message) && (me?.moderator || me?.id === message.author.id)) {
      rows.push(this.row("bin", "Delete message", () => this.api.remove(message.id), ".danger"));
    }
    return rows.length ? [h("hr.menu-line"), rows] : [];
  }

  row(sign, label, act, mark = "") {
    const run = async () => {
      this.dialog.close();
      try {
        await act();
      } catch (error) {
        this.onProblem(error.message);
      }
    };
    const props = { type: "button", on: { click: run } };
    return h(`button.menu-row${mark}`, props, icon(sign), h("span", {}, label));
  }

  async use(name, shown, target) {
    const { interaction_id: id } = await this.api.menu({ name, ...target });
    this.onUsed(id, shown);
  }

  /** Beside the pointer where there is room; a phone's menu stands at the foot of the screen. */
  place(x, y) {
    const { offsetWidth, offsetHeight, style } = this.dialog;
    const left = Math.min(x, innerWidth - offsetWidth - EDGE_PX);
    const top = Math.min(y, innerHeight - offsetHeight - EDGE_PX);
    style.setProperty("--left", `${Math.max(left, EDGE_PX)}px`);
    style.setProperty("--top", `${Math.max(top, EDGE_PX)}px`);
  }
}

function plainText(message) {
  const texts = [message.content, ...textsOf(message.components ?? [])];
  return texts.filter(Boolean).join("\n");
}

function textsOf(components) {
  return components.flatMap((one) =>
    one.type === TEXT_DISPLAY ? [one.content] : textsOf(one.components ?? []),
  );
}
