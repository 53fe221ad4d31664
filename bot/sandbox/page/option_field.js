/** One option of a command as a chip with its field: text, number, choice, or file. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { sizeText } from "./media.js";
import { TYPE, checkedValue, choicesOf, rangeText, uncheckedValue } from "./option_values.js";

const LEAST_CH = 6;

/** A chip for one option. */
export class OptionField {
  /**
   * @param {object} option Discord's option object.
   * @param {import("./world.js").World} world
   * @param {(() => void)|null} onRemove Null for a required option.
   */
  constructor(option, world, onRemove) {
    Object.assign(this, { option, world });
    this.picked = null;
    this.input = option.type === TYPE.ATTACHMENT ? this.fileInput() : this.textInput();
    this.error = h("span.field-error", { id: `error-${option.name}` });
    this.node = h(
      `div.field${option.required ? ".required" : ""}`,
      { data: { option: option.name } },
      h("label.field-name", { for: this.input.id }, option.name),
      this.fileButton ?? this.input,
      this.fileButton ? this.input : null,
      onRemove ? removeButton(option.name, onRemove) : null,
      this.error,
    );
    if (!this.isFile) this.fit();
  }

  textInput() {
    const { option } = this;
    const isNumber = option.type === TYPE.INTEGER || option.type === TYPE.NUMBER;
    const isLong = option.type === TYPE.STRING && !option.choices?.length && !option.autocomplete;
    const input = h(isLong ? "textarea.field-input" : "input.field-input", {
      id: `option-${option.name}`,
      rows: isLong ? "1" : null,
      inputmode: isNumber ? "decimal" : null,
      autocomplete: "off",
      role: "combobox",
      "aria-expanded": "false",
      "aria-required": String(Boolean(option.required)),
      "aria-describedby": `error-${option.name} hint`,
    });
    input.addEventListener("input", () => {
      this.picked = null;
      this.setError("");
      this.fit();
    });
    return input;
  }

  fileInput() {
    const { option } = this;
    const input = h("input.field-file", { id: `option-${option.name}`, type: "file", tabindex: "-1" });
    this.fileButton = h("button.field-pick", { type: "button" }, "Choose a file");
    this.fileButton.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      const file = input.files[0];
      this.setError("");
      this.fileButton.textContent = file ? `${file.name} (${sizeText(file.size)})` : "Choose a file";
    });
    return input;
  }

  /** The element that takes the focus and the keys. */
  get control() {
    return this.fileButton ?? this.input;
  }

  get isFile() {
    return this.option.type === TYPE.ATTACHMENT;
  }

  get file() {
    return this.isFile ? (this.input.files[0] ?? null) : null;
  }

  get text() {
    return this.isFile ? "" : this.input.value;
  }

  get isEmpty() {
    return this.isFile ? !this.file : this.text === "";
  }

  /** Put a text, or a picked choice, into the field. */
  fill(text, choice = null) {
    this.input.value = text;
    this.picked = choice;
    this.setError("");
    this.fit();
  }

  fit() {
    const { input } = this;
    const length = Math.max(...input.value.split("\n").map((line) => line.length));
    input.style.width = `${Math.max(length + 2, LEAST_CH)}ch`;
    if (input.tagName !== "TEXTAREA") return;
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
  }

  /** Return {value}, {error}, or null where nothing was given. */
  read(isUnchecked) {
    const { option, text } = this;
    const isRequiredText = option.required && option.type === TYPE.STRING;
    if (this.isEmpty && option.required && !isUnchecked) return { error: "This option is required" };
    if (this.isEmpty && !isRequiredText) return null;
    if (this.picked) return { value: this.picked.value };
    if (isUnchecked) return { value: uncheckedValue(option, text, this.world) };
    return checkedValue(option, text, this.world);
  }

  /** Return the fixed choices that fit what is typed. */
  choices() {
    const query = this.picked ? "" : this.text.trim().toLowerCase();
    const choices = choicesOf(this.option, this.world);
    return choices.filter(({ name }) => name.toLowerCase().includes(query));
  }

  setError(text) {
    this.error.textContent = text;
    this.node.classList.toggle("invalid", Boolean(text));
    this.control.setAttribute("aria-invalid", String(Boolean(text)));
  }

  hint() {
    const { option } = this;
    const kind = option.required ? "required" : "optional";
    const parts = [option.description, rangeText(option), kind].filter(Boolean);
    return parts.join(" · ");
  }
}

function removeButton(name, onRemove) {
  const props = {
    type: "button",
    tabindex: "-1",
    "aria-label": `Remove ${name}`,
    on: { click: onRemove },
  };
  return h("button.field-remove", props, icon("close"));
}
