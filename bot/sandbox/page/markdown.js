/** Discord's Markdown, block by block: headings, subtext, quotes, lists, code blocks, text. */

import { h } from "./dom.js";
import { renderInline } from "./markdown_inline.js";

const HEADING = /^(#{1,3})\s+(.+)$/;
const SUBTEXT = /^-#\s+(.+)$/;
const QUOTE = /^>\s(.*)$/;
const LONG_QUOTE = /^>>>\s([\s\S]*)$/;
const LIST_ITEM = /^(\s*)(?:([-*])|(\d{1,9})\.)\s+(.+)$/;
const FENCE = /```(?:([a-z0-9_+.#-]+)\n)?\n*([\s\S]*?)\n*```/gi;

/**
 * Return nodes for a text.
 * @param {string} text As the bot sent it.
 * @param {object} names Looks up what mentions name: user(id), channel(id).
 */
export function renderMarkdown(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(FENCE)) {
    if (!match[2].trim()) continue;
    nodes.push(...renderLines(text.slice(end, match.index).replace(/\n$/, ""), names));
    nodes.push(codeBlock(match[2], match[1]));
    end = match.index + match[0].length;
    if (text[end] === "\n") end += 1;
  }
  return [...nodes, ...renderLines(text.slice(end), names)];
}

function codeBlock(code, language) {
  const props = { tabindex: "0", "data-language": language ?? null };
  return h("pre.code-block", props, h("code", {}, code));
}

function renderLines(text, names) {
  if (text === "") return [];
  const lines = text.split("\n");
  const nodes = [];
  let index = 0;
  while (index < lines.length) {
    const [node, taken] = block(lines, index, names);
    nodes.push(node);
    index += taken;
  }
  return nodes;
}

function block(lines, index, names) {
  const line = lines[index];
  const heading = HEADING.exec(line);
  if (heading) return [headingNode(heading, names), 1];
  const subtext = SUBTEXT.exec(line);
  if (subtext) return [h("small.subtext", {}, renderInline(subtext[1], names)), 1];
  if (LONG_QUOTE.test(line)) {
    const rest = lines.slice(index);
    return [quote([line.slice(4), ...rest.slice(1)], names), rest.length];
  }
  if (QUOTE.test(line)) {
    const taken = run(lines, index, (other) => QUOTE.test(other));
    return [quote(taken.map((other) => other.replace(QUOTE, "$1")), names), taken.length];
  }
  if (LIST_ITEM.test(line)) {
    const [, indent, , number] = LIST_ITEM.exec(line);
    const taken = run(lines, index, (other) => {
      const item = LIST_ITEM.exec(other);
      return item && (item[1].length > indent.length || Boolean(item[3]) === Boolean(number));
    });
    return [list(taken.map((other) => LIST_ITEM.exec(other)), names), taken.length];
  }
  const taken = run(lines, index, isPlain);
  return [h("span.text", {}, renderInline(taken.join("\n"), names)), taken.length];
}

function run(lines, index, isSame) {
  let end = index;
  while (end < lines.length && isSame(lines[end])) end += 1;
  return lines.slice(index, Math.max(end, index + 1));
}

function isPlain(line) {
  return ![HEADING, SUBTEXT, QUOTE, LONG_QUOTE, LIST_ITEM].some((rule) => rule.test(line));
}

function headingNode([, marks, text], names) {
  // The page's own headings are h1 and h2: those of a message stand below them.
  return h(`h${marks.length + 2}.heading.heading-${marks.length}`, {}, renderInline(text, names));
}

function quote(lines, names) {
  return h("blockquote.quote", {}, renderLines(lines.join("\n"), names));
}

/** Items deeper than the first one form a list of their own inside the item before. */
function list(items, names) {
  const [, indent, , number] = items[0];
  const isDeeper = (item) => item[1].length > indent.length;
  const node = number ? h("ol", { start: number }) : h("ul");
  let index = 0;
  while (index < items.length) {
    const own = h("li", {}, renderInline(items[index][4], names));
    const inner = run(items, index + 1, isDeeper).filter(Boolean).filter(isDeeper);
    if (inner.length) own.append(list(inner, names));
    node.append(own);
    index += 1 + inner.length;
  }
  return node;
}
