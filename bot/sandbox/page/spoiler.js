/** Spoilers: hidden until pressed, for text, media and whole containers. */

import { h } from "./dom.js";

/** Return inline text under a spoiler. */
export function spoilerText(children) {
  const node = h("span.spoiler-text", {}, h("span.spoiler-inner", {}, children));
  return closed(node);
}

/** Cover a block (a picture, a container, a file) with a spoiler. */
export function coverWithSpoiler(node) {
  const label = h("span.spoiler-label", { "aria-hidden": "true" }, "SPOILER");
  const box = h("div.spoiler-block", {}, h("div.spoiler-inner", {}, node), label);
  return closed(box);
}

function closed(node) {
  node.classList.add("spoiler");
  node.setAttribute("role", "button");
  node.setAttribute("tabindex", "0");
  node.setAttribute("aria-label", "Spoiler, press to show");
  const inner = node.querySelector(".spoiler-inner");
  inner.inert = true;
  const open = (event) => {
    if (node.classList.contains("open")) return;
    event.preventDefault();
    event.stopPropagation();
    reveal(node);
  };
  node.addEventListener("click", open, true);
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") open(event);
  });
  return node;
}

function reveal(node) {
  node.classList.add("open");
  node.querySelector(".spoiler-inner").inert = false;
  for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
}

/** Open in *fresh* what a person had opened in *old*: an edit must not hide it again. */
export function keepOpenSpoilers(old, fresh) {
  const before = [...old.querySelectorAll(".spoiler")];
  const after = [...fresh.querySelectorAll(".spoiler")];
  if (before.length !== after.length) return;
  before.forEach((node, index) => {
    if (node.classList.contains("open")) reveal(after[index]);
  });
}
