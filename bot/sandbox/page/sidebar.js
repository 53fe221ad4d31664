/** The side: server, channels, direct messages, and who the person acts as. */

import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { displayName } from "./world.js";

/** Draws the side and tells what was chosen. */
export class Sidebar {
  /**
   * @param {object} parts Elements guildName, channels, members, drawer, shade, toggle; world;
   *   onChannel(id), onMember(id).
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.unread = new Set();
    this.toggle.addEventListener("click", () => this.setOpen(!this.drawer.classList.contains("open")));
    this.shade.addEventListener("click", () => this.setOpen(false));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.setOpen(false);
    });
  }

  setOpen(isOpen) {
    this.drawer.classList.toggle("open", isOpen);
    this.shade.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.drawer.querySelector("[aria-current=true]")?.focus();
  }

  /** Note that something new stands in a channel that is not shown. */
  markUnread(channelId) {
    if (channelId === this.world.channelId) return;
    this.unread.add(channelId);
    this.draw();
  }

  draw() {
    const { world } = this;
    this.unread.delete(world.channelId);
    this.guildName.textContent = world.guild.name;
    const visible = world.visibleChannels();
    const group = (title, type) => {
      const channels = visible.filter((channel) => channel.type === type);
      const rows = channels.map((channel) => this.channelRow(channel));
      return rows.length ? [h("h2.side-title", {}, title), h("ul.side-list", {}, rows)] : [];
    };
    fill(this.channels, group("Text channels", "text"), group("Direct messages", "dm"));
    fill(this.members, world.members().map((user) => this.memberRow(user)));
  }

  channelRow(channel) {
    const { world } = this;
    const isDm = channel.type === "dm";
    const isUnread = this.unread.has(channel.id);
    const dot = h(`span.dot${world.bot.online ? ".online" : ""}`);
    const icon = isDm ? [avatar(world.user(world.bot.user?.id), "small"), dot] : "#";
    const choose = () => {
      this.setOpen(false);
      this.onChannel(channel.id);
    };
    const props = {
      type: "button",
      "aria-current": channel.id === world.channelId ? "true" : null,
      data: { channel: channel.id },
      on: { click: choose },
    };
    return h(
      "li",
      {},
      h(
        `button.channel${isUnread ? ".unread" : ""}`,
        props,
        h("span.channel-icon", { "aria-hidden": "true" }, icon),
        h("span.channel-name", {}, isDm ? displayName(world.bot.user) : channel.name),
        channel.nsfw ? h("span.nsfw", { title: "Age-restricted" }, "18+") : null,
        isUnread ? h("span.sr-only", {}, "(unread)") : null,
      ),
    );
  }

  memberRow(user) {
    const isMe = user.id === this.world.memberId;
    const props = {
      type: "button",
      "aria-pressed": String(isMe),
      data: { member: user.id },
      on: { click: () => this.onMember(user.id) },
    };
    return h(
      "button.member",
      props,
      avatar(user, "small"),
      h("span.member-name", {}, displayName(user)),
      user.moderator ? h("span.mod-badge", { title: "May manage the server" }, "MOD") : null,
      isMe ? h("span.member-me", {}, "you") : null,
    );
  }
}
