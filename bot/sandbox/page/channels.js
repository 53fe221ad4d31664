/** Channels as the side lists them: servers with their channels and threads, then private ones. */

import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { displayName } from "./world.js";

const SIGNS = { news: "horn", thread: "thread", forum: "forum", group: "people" };
const PRIVATE = new Set(["dm", "group"]);

/** Return a channel's sign: a hash, or a drawing. */
export function channelSign(type) {
  if (type === "dm") return "@";
  return SIGNS[type] ? icon(SIGNS[type]) : "#";
}

/** Return the name that stands for a channel; a direct message has the bot's. */
export function channelTitle(channel, world) {
  return channel?.type === "dm" ? displayName(world.bot.user) : (channel?.name ?? "");
}

/** Return [{title, note, channels}], threads behind what they belong to. */
export function channelGroups(world) {
  const visible = world.visibleChannels();
  const groups = world.servers.map((server) => {
    const inside = visible.filter((one) => !PRIVATE.has(one.type) && isOf(one, server));
    return {
      title: server.name,
      note: server.has_bot === false ? "the bot is not a member" : "",
      channels: withThreads(inside),
    };
  });
  const people = visible.filter((one) => PRIVATE.has(one.type));
  const direct = { title: "Direct messages", note: "", channels: people };
  return [...groups, direct].filter((group) => group.channels.length > 0);
}

function isOf(channel, server) {
  return channel.server_id === server.id;
}

function withThreads(channels) {
  const threadsOf = (parent) => channels.filter((one) => one.parent_id === parent.id);
  const parents = channels.filter((one) => !one.parent_id);
  return parents.flatMap((parent) => [parent, ...threadsOf(parent)]);
}

/** Return the row of one channel; a forum is only the head of its posts. */
export function channelRow(channel, { world, isUnread, onChoose }) {
  const { type } = channel;
  const dot = h(`span.dot${world.bot.online ? ".online" : ""}`);
  const bot = world.user(world.bot.user?.id);
  const sign = type === "dm" ? [avatar(bot, "small"), dot] : channelSign(type);
  const content = [
    h("span.channel-icon", { "aria-hidden": "true" }, sign),
    h("span.channel-name", {}, channelTitle(channel, world)),
    channel.nsfw ? h("span.nsfw", { title: "Age-restricted" }, "18+") : null,
    isUnread ? h("span.sr-only", {}, "(unread)") : null,
  ];
  if (type === "forum") return h("li", {}, h("div.channel.forum", {}, content));
  const classes = `${isUnread ? ".unread" : ""}${channel.parent_id ? ".inner" : ""}`;
  const props = {
    type: "button",
    "aria-current": channel.id === world.channelId ? "true" : null,
    data: { channel: channel.id },
    on: { click: onChoose },
  };
  return h("li", {}, h(`button.channel${classes}`, props, content));
}
