/** Times: Discord's timestamp styles, and relative ones that stay right while the page is open. */

import { h } from "./dom.js";

const REFRESH_MS = 1000;
const UNITS = [
  ["year", 31557600],
  ["month", 2629800],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
};
const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Return "in 3 minutes" or "2 hours ago" for a time in ms, rounded as Discord does. */
export function relativeText(at_ms, now_ms = Date.now()) {
  const distance_s = Math.round((at_ms - now_ms) / 1000);
  const [unit, length_s] = UNITS.find(([, length]) => Math.abs(distance_s) >= length) ?? UNITS.at(-1);
  return relative.format(Math.round(distance_s / length_s), unit);
}

function absoluteText(at_ms, style) {
  return new Intl.DateTimeFormat(undefined, STYLES[style] ?? STYLES.f).format(at_ms);
}

function timeElement(className, at_ms, text, data = {}) {
  const props = { datetime: new Date(at_ms).toISOString(), title: absoluteText(at_ms, "F"), data };
  return h(`time.${className}`, props, text);
}

/** Return the element for <t:seconds:style>. */
export function timestamp(seconds, style = "f") {
  const at_ms = seconds * 1000;
  if (!Number.isFinite(at_ms) || Math.abs(at_ms) > 8.64e15) return h("span", {}, "Invalid date");
  const isRelative = style === "R";
  const text = isRelative ? relativeText(at_ms) : absoluteText(at_ms, style);
  return timeElement("timestamp", at_ms, text, isRelative ? { relative: String(at_ms) } : {});
}

/** Return when a message was sent, as its head shows it. */
export function sentAt(iso) {
  const at_ms = Date.parse(iso);
  return timeElement("sent-at", at_ms, headText(at_ms), { sent: String(at_ms) });
}

function headText(at_ms) {
  const age_s = (Date.now() - at_ms) / 1000;
  if (age_s < 10) return "just now";
  if (age_s < 3600) return relativeText(at_ms);
  const isToday = new Date(at_ms).toDateString() === new Date().toDateString();
  return isToday ? `Today at ${absoluteText(at_ms, "t")}` : absoluteText(at_ms, "s");
}

/** Keep every relative time under *root* right. */
export function keepTimes(root) {
  setInterval(() => {
    for (const node of root.querySelectorAll("time[data-relative]")) {
      setText(node, relativeText(Number(node.dataset.relative)));
    }
    for (const node of root.querySelectorAll("time[data-sent]")) {
      setText(node, headText(Number(node.dataset.sent)));
    }
  }, REFRESH_MS);
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
