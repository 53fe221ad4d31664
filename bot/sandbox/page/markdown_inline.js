/** Discord's Markdown within a line: emphasis, code, spoilers, links, mentions, timestamps. */

import { h, safeUrl } from "./dom.js";
import { spoilerText } from "./spoiler.js";
import { timestamp } from "./time.js";
import { displayName } from "./world.js";

const DEEPEST = 12;
const WITHIN = /^https:\/\/discord\.com\/channels\/\d+\/(\d+)(?:\/(\d+))?$/;
const SPECIAL = /[\\`*_~|<[@]|https?:\/\//g;

/** Each rule: a pattern that must match where we stand, and what it makes. */
const RULES = [
  [/\\([^\p{L}\p{N}\s])/uy, (match) => [match[1]]],
  [/(`+)([\s\S]*?[^`])\1(?!`)/y, (match) => [h("code.code", {}, match[2].trim() || match[2])]],
  [/<t:(-?\d{1,17})(?::([a-zA-Z]))?>/y, (match) => [timestamp(Number(match[1]), match[2])]],
  [/<@!?(\d+)>/y, (match, names) => [mention(`@${displayName(names.user(match[1]))}`)]],
  [/<@&(\d+)>/y, (match, names) => [mention(`@${names.role?.(match[1])?.name ?? "role"}`)]],
  [/<#(\d+)>/y, (match, names) => [channelMention(match[1], names.channel(match[1]))]],
  [/<\/([^:>\n]{1,100}):\d+>/y, (match) => [mention(`/${match[1]}`)]],
  [/<a?:(\w{1,32}):(\d+)>/y, (match) => [customEmoji(match[1], match[2])]],
  [/@(everyone|here)\b/y, (match) => [mention(`@${match[1]}`)]],
  [/\[([^\]\n]+)\]\(<?(https?:\/\/[^\s)>]+)>?(?:\s+"[^"\n]*")?\)/y, maskedLink],
  [/<(https?:\/\/[^\s>]+)>/y, (match) => [link(match[1], match[1])]],
  [/https?:\/\/[^\s<]*[^\s<.,:;"'\])*_~|]/y, (match) => [link(match[0], match[0])]],
  [/\*\*\*([\s\S]+?)\*\*\*(?!\*)/y, (match, names, depth) => [
    h("strong", {}, h("em", {}, inline(match[1], names, depth))),
  ]],
  [/\*\*([\s\S]+?)\*\*(?!\*)/y, wrap("strong")],
  [/__([\s\S]+?)__(?!_)/y, wrap("u")],
  [/~~([\s\S]+?)~~(?!~)/y, wrap("s")],
  [/\|\|([\s\S]+?)\|\|/y, (match, names, depth) => [spoilerText(inline(match[1], names, depth))]],
  [/\*(?=\S)([^*]*[^*\s])\*(?!\*)/y, wrap("em")],
  [/(?<![\p{L}\p{N}_])_([^_]+)_(?![\p{L}\p{N}_])/uy, wrap("em")],
];

/** Return nodes for a piece of text without blocks. */
export function renderInline(text, names) {
  return inline(text, names, 0);
}

function inline(text, names, depth) {
  if (depth > DEEPEST) return [text];
  const nodes = [];
  let plainFrom = 0;
  let position = 0;
  while (position < text.length) {
    SPECIAL.lastIndex = position;
    const special = SPECIAL.exec(text);
    if (!special) break;
    const [made, end] = applyRule(text, special.index, names, depth + 1);
    if (made) {
      if (special.index > plainFrom) nodes.push(text.slice(plainFrom, special.index));
      nodes.push(...made);
      plainFrom = end;
    }
    position = made ? end : special.index + 1;
  }
  if (plainFrom < text.length) nodes.push(text.slice(plainFrom));
  return nodes;
}

function applyRule(text, at, names, depth) {
  for (const [pattern, make] of RULES) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return [make(match, names, depth), at + match[0].length];
  }
  return [null, at];
}

function wrap(tag) {
  return (match, names, depth) => [h(tag, {}, inline(match[1], names, depth))];
}

function mention(text) {
  return h("span.mention", {}, text);
}

/** A channel that is there can be opened by its mention. */
function channelMention(id, channel) {
  if (!channel) return mention("#unknown");
  const props = { type: "button", data: { toChannel: id } };
  return h("button.mention.way", props, `#${channel.name}`);
}

/** The sandbox has no custom emoji of its own: the name is what can be shown. */
function customEmoji(name, id) {
  return h("span.custom-emoji", { title: id }, `:${name}:`);
}

function maskedLink(match, names, depth) {
  return [link(match[2], inline(match[1], names, depth))];
}

function link(url, children) {
  const href = safeUrl(url);
  if (!href) return h("span", {}, children);
  const [, toChannel, toMessage] = href.match(WITHIN) ?? [];
  if (toChannel) {
    const data = toMessage ? { toChannel, toMessage } : { toChannel };
    return h("a", { href: `#channel=${toChannel}`, data }, children);
  }
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children);
}
