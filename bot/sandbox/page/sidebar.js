/** The side: servers, channels, direct messages, and who the person acts as. */

import { avatar } from "./avatar.js";
import { channelGroups, channelRow } from "./channels.js";
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
    fill(this.channels, channelGroups(world).map((group) => this.group(group)));
    fill(this.members, world.members().map((user) => this.memberRow(user)));
  }

  group({ title, note, channels }) {
    const rows = channels.map((channel) =>
      channelRow(channel, {
        world: this.world,
        isUnread: this.unread.has(channel.id),
        onChoose: () => {
          this.setOpen(false);
          this.onChannel(channel.id);
        },
      }),
    );
    const detail = note ? h("span.side-note", {}, note) : null;
    return [h("h2.side-title", {}, title, detail), h("ul.side-list", {}, rows)];
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
