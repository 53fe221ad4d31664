/** The files that go with a plain message, each with its alternative text. */

import { uploadOf } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { sizeText } from "./media.js";

const MOST = 10;

/** Keeps picked and pasted files until the message is sent. */
export class Tray {
  /** @param {object} parts The elements button, input and list; onFull(sentence). */
  constructor(parts) {
    Object.assign(this, parts);
    this.entries = [];
    const { button, input } = this;
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      this.add([...input.files]);
      input.value = "";
    });
  }

  get isEmpty() {
    return this.entries.length === 0;
  }

  add(files) {
    const room = MOST - this.entries.length;
    if (files.length > room) this.onFull(`A message holds at most ${MOST} files.`);
    for (const file of files.slice(0, room)) this.entries.push(this.entry(file));
    this.draw();
  }

  entry(file) {
    const isPicture = file.type.startsWith("image/");
    const url = isPicture ? URL.createObjectURL(file) : null;
    const alt = h("input.tray-alt", { placeholder: "Describe it", "aria-label": "Alt text" });
    const entry = { file, url, alt };
    const name = h("span.tray-name", {}, `${file.name} (${sizeText(file.size)})`);
    const sign = url ? h("img.tray-picture", { src: url, alt: "" }) : icon("file");
    const remove = h(
      "button.icon-button",
      { type: "button", "aria-label": `Remove ${file.name}`, on: { click: () => this.drop(entry) } },
      icon("close"),
    );
    const text = h("div.tray-text", {}, name, isPicture ? alt : null);
    entry.node = h("li.tray-entry", {}, h("span.tray-sign", {}, sign), text, remove);
    return entry;
  }

  drop(entry) {
    this.entries = this.entries.filter((one) => one !== entry);
    if (entry.url) URL.revokeObjectURL(entry.url);
    this.draw();
  }

  clear() {
    for (const entry of [...this.entries]) this.drop(entry);
  }

  draw() {
    this.list.hidden = this.isEmpty;
    fill(this.list, this.entries.map((entry) => entry.node));
  }

  /** Return the files as the control API takes them. */
  uploads() {
    return Promise.all(
      this.entries.map(async ({ file, alt }) => {
        const upload = await uploadOf(file);
        return alt.value.trim() ? { ...upload, description: alt.value.trim() } : upload;
      }),
    );
  }
}
