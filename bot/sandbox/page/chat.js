/** The message list of one channel: loads it, keeps it live, and stays at its end. */

import { fill, h } from "./dom.js";
import { onMenuGesture } from "./long_press.js";
import { keepLoadedPictures } from "./media.js";
import { isEphemeral, isPending, messageNode } from "./message.js";
import { pendingRow } from "./pending.js";
import { keepOpenSpoilers } from "./spoiler.js";
import { displayName } from "./world.js";

const NEAR_END_PX = 120;
const DECODE_LIMIT_MS = 400;

/** Shows the messages of the chosen channel. */
export class Chat {
  /**
   * @param {object} parts The scrolling element, its list, the status line for screen readers,
   *   and what the chat works with: api, world, interactions; onMenu(message, x, y).
   */
  constructor({ scroller, list, status, api, world, interactions, onMenu }) {
    Object.assign(this, { scroller, list, status, api, world, interactions, onMenu });
    this.messages = new Map();
    this.dismissed = new Set();
    this.isAtEnd = true;
    this.view = "";
    scroller.addEventListener("scroll", () => {
      const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
      this.isAtEnd = below < NEAR_END_PX;
    });
    onMenuGesture(list, (target, x, y) => {
      const id = target.closest("[data-message-id]")?.dataset.messageId;
      if (this.messages.has(id)) onMenu(this.messages.get(id).message, x, y);
    });
    new ResizeObserver(() => this.stayAtEnd()).observe(list);
    new ResizeObserver(() => this.stayAtEnd()).observe(scroller);
  }

  async load() {
    const { channelId, memberId } = this.world;
    const messages = channelId ? await this.api.messages(channelId) : [];
    const isStale = channelId !== this.world.channelId || memberId !== this.world.memberId;
    if (isStale) return;
    this.forget(`${memberId} ${channelId}`, new Set(messages.map(({ id }) => id)));
    for (const message of messages) this.put(message);
    if (!this.list.hasChildNodes()) fill(this.list, this.emptyNote());
    this.stayAtEnd();
  }

  /** Start anew for another member or channel; else take away only what is gone. */
  forget(view, ids) {
    if (view === this.view) {
      const gone = [...this.messages.keys()].filter((id) => !ids.has(id));
      for (const id of gone) this.remove({ id });
      return;
    }
    this.view = view;
    this.messages.clear();
    fill(this.list);
    this.isAtEnd = true;
  }

  emptyNote() {
    const name = this.world.channel()?.name ?? "";
    return h("p.empty", {}, `This is the start of ${name}. Type / to see what the bot can do.`);
  }

  /** Take a MESSAGE_CREATE or MESSAGE_UPDATE. */
  put(message) {
    if (message.channel_id !== this.world.channelId || this.dismissed.has(message.id)) return;
    const isForOther = message._ephemeral_for && message._ephemeral_for !== this.world.memberId;
    if (isForOther) return;
    const known = this.messages.get(message.id);
    const text = JSON.stringify(message);
    if (known?.text === text) return;
    const entry = { text, node: known?.node ?? null, message };
    this.messages.set(message.id, entry);
    const fresh = messageNode(this.context(message), () => this.dismiss(message.id));
    if (known) this.swap(entry, fresh);
    else this.add(entry, fresh);
    this.announce(message, known?.message);
  }

  add(entry, fresh) {
    this.list.querySelector(".empty")?.remove();
    entry.node = fresh;
    this.list.append(fresh);
    this.stayAtEnd();
  }

  /** An edit is shown once its pictures are there, so that a live reply does not flicker. */
  async swap(entry, fresh) {
    await Promise.race([decoded(fresh), pause(DECODE_LIMIT_MS)]);
    if (this.messages.get(entry.message.id) !== entry || !entry.node.isConnected) return;
    const old = entry.node;
    keepLoadedPictures(old, fresh);
    keepOpenSpoilers(old, fresh);
    const hasFocus = old.contains(document.activeElement);
    const focused = hasFocus ? document.activeElement.dataset.customId : null;
    old.replaceWith(fresh);
    entry.node = fresh;
    if (focused) fresh.querySelector(`[data-custom-id="${CSS.escape(focused)}"]`)?.focus();
    this.stayAtEnd();
  }

  remove({ id }) {
    this.messages.get(id)?.node.remove();
    this.messages.delete(id);
  }

  dismiss(id) {
    this.dismissed.add(id);
    this.remove({ id });
  }

  /** Show a command on its way, until the bot answers; *name* is written as people know it. */
  expect(interactionId, name) {
    const { world } = this;
    const bot = world.user(world.bot.user?.id);
    const row = pendingRow({ member: world.member(), bot, name }, () => row.node.remove());
    this.list.querySelector(".empty")?.remove();
    this.list.append(row.node);
    this.isAtEnd = true;
    this.stayAtEnd();
    this.interactions.wait(interactionId, (status, text) => {
      if (status === "failed") row.fail(text);
      else row.node.remove();
      this.stayAtEnd();
    });
  }

  context(message) {
    return {
      message,
      names: {
        user: (id) => this.world.user(id),
        role: (id) => this.world.roles.find((role) => role.id === id) ?? null,
        channel: (id) => this.world.channels.find((channel) => channel.id === id) ?? null,
      },
      press: (customId, values, control) => this.press(message, customId, values, control),
      pickable: (kind, component) => this.pickable(kind, component),
      openMenu: (x, y) => this.onMenu(message, x, y),
    };
  }

  /** What a select offers that the client fills: users, roles, channels. */
  pickable(kind, component) {
    const { world } = this;
    const preset = new Set((component.default_values ?? []).map(({ id }) => id));
    const item = (label, value) => ({ label, value, default: preset.has(value) });
    const channels = () => world.pickableChannels(component.channel_types);
    const offered = {
      channel: () => channels().map(({ id, name, type }) => item(type === "thread" ? name : `#${name}`, id)),
      role: () => world.roles.map(({ id, name }) => item(name, id)),
      user: () => world.users.map((user) => item(displayName(user), user.id)),
    };
    if (kind !== "mentionable") return offered[kind]();
    return [...offered.user(), ...offered.role()];
  }

  async press(message, customId, values, control) {
    const article = control.closest(".message");
    const show = (text) => {
      control.removeAttribute("aria-busy");
      const shown = article.isConnected ? article : this.messages.get(message.id)?.node;
      const error = shown?.querySelector(".message-error");
      if (!error) return;
      error.textContent = text;
      error.hidden = !text;
    };
    show("");
    control.setAttribute("aria-busy", "true");
    try {
      const { interaction_id: id } = await this.api.component(message.id, customId, values);
      this.interactions.wait(id, (status, text) => {
        show(status === "failed" ? text || "This interaction failed" : "");
      });
    } catch (error) {
      show(error.message);
    }
  }

  /** Tell a screen reader what is new; a percentage that moves is not. */
  announce(message, before) {
    const isSame = before && isPending(before) === isPending(message);
    if (isSame && pictures(before) === pictures(message)) return;
    const who = displayName(message.author);
    const kind = isEphemeral(message) ? "answered you privately" : "wrote";
    const count = pictures(message);
    const what = count ? `, with ${count === 1 ? "a picture" : `${count} pictures`}` : "";
    this.status.textContent = isPending(message) ? `${who} is thinking` : `${who} ${kind}${what}`;
  }

  /** Bring a message into view. */
  show(id) {
    const node = this.messages.get(id)?.node;
    if (!node) return;
    this.isAtEnd = false;
    node.scrollIntoView({ block: "start" });
    node.focus({ preventScroll: true });
  }

  stayAtEnd() {
    if (this.isAtEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }
}

/** Return how many pictures a message shows, wherever they stand in it. */
function pictures(message) {
  return (JSON.stringify(message).match(/"content_type":"image/g) ?? []).length;
}

function decoded(node) {
  const images = [...node.querySelectorAll(".media img")];
  // A picture that cannot be decoded shows its alternative text: nothing to wait for.
  return Promise.allSettled(images.map((image) => image.decode()));
}

function pause(wait_ms) {
  return new Promise((resolve) => setTimeout(resolve, wait_ms));
}
