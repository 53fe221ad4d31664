/** A chosen command with its options as fields: required ones first, others added on demand. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { OptionField } from "./option_field.js";

/** The fields of one command. */
export class CommandForm {
  /**
   * @param {object} parts command; world; listbox; suggestions (what a field offers); setHint;
   *   onSend, onLeave (back to plain text).
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.fields = [];
    this.adder = this.addInput();
    this.row = h("div.fields", {}, this.adder);
    const leave = h(
      "button.command-leave",
      { type: "button", "aria-label": "Leave the command", on: { click: () => this.onLeave() } },
      icon("close"),
    );
    this.node = h(
      "div.command-form",
      { role: "group", "aria-label": `Options of /${this.command.name}` },
      h("span.command-name", {}, `/${this.command.name}`, leave),
      this.row,
    );
    for (const option of this.command.options.filter(({ required }) => required)) this.add(option);
    this.refreshAdder();
  }

  /** Add an option's field and return it. */
  add(option) {
    const onRemove = option.required ? null : () => this.remove(field);
    const field = new OptionField(option, this.world, onRemove);
    this.fields.push(field);
    this.adder.before(field.node);
    const { control } = field;
    control.addEventListener("focus", () => this.enter(field));
    control.addEventListener("input", () => this.suggest(field));
    control.addEventListener("blur", () => this.listbox.hide());
    control.addEventListener("keydown", (event) => this.onFieldKey(event, field));
    this.refreshAdder();
    return field;
  }

  remove(field) {
    const index = this.fields.indexOf(field);
    this.fields.splice(index, 1);
    field.node.remove();
    this.refreshAdder();
    this.focusOn(this.fields[Math.max(index - 1, 0)]);
  }

  enter(field) {
    this.setHint(`${field.option.name} — ${field.hint()}`);
    this.suggest(field);
  }

  suggest(field) {
    this.suggestions.offer(field, this.fields, this.command.path);
  }

  onFieldKey(event, field) {
    const isTab = event.key === "Tab";
    if (this.listbox.takesKey(event)) {
      if (isTab) this.focusAfter(field);
      return;
    }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      if (field.isFile && field.isEmpty) return;
      event.preventDefault();
      this.onSend();
    } else if (event.key === "Backspace" && field.isEmpty) {
      event.preventDefault();
      if (!field.option.required) this.remove(field);
      else if (this.fields.every((one) => one.isEmpty)) this.onLeave();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.onLeave();
    }
  }

  focusAfter(field) {
    this.focusOn(this.fields[this.fields.indexOf(field) + 1]);
  }

  /** Move on to a field, or to the adder where there is none. */
  focusOn(field) {
    if (field) field.control.focus();
    else if (!this.adder.hidden) this.adder.focus();
  }

  focusFirst() {
    this.focusOn(this.fields.find((field) => field.isEmpty) ?? this.fields.at(-1));
  }

  remaining() {
    const used = new Set(this.fields.map((field) => field.option.name));
    return this.command.options.filter((option) => !used.has(option.name));
  }

  addInput() {
    const input = h("input.add-option", {
      autocomplete: "off",
      role: "combobox",
      "aria-expanded": "false",
      "aria-label": "Add an option",
    });
    const offer = () => {
      const query = input.value.trim().toLowerCase();
      const items = this.remaining()
        .filter(({ name }) => name.toLowerCase().includes(query))
        .map((option) => ({ label: option.name, detail: option.description, option }));
      const how = { title: "Options", isFirstActive: query !== "" };
      this.listbox.show(input, items, ({ option }) => this.pickOption(option), how);
    };
    input.addEventListener("focus", () => {
      this.setHint("Add an option: type its name, or choose with the arrow keys");
      offer();
    });
    input.addEventListener("input", offer);
    input.addEventListener("blur", () => this.listbox.hide());
    input.addEventListener("keydown", (event) => this.onAdderKey(event, input));
    return input;
  }

  onAdderKey(event, input) {
    if (this.listbox.takesKey(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      if (!input.value) this.onSend();
    } else if (event.key === "Backspace" && input.value === "") {
      event.preventDefault();
      if (this.fields.length) this.focusOn(this.fields.at(-1));
      else this.onLeave();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.onLeave();
    }
  }

  pickOption(option) {
    this.adder.value = "";
    this.add(option).control.focus();
  }

  refreshAdder() {
    const count = this.remaining().length;
    this.adder.hidden = count === 0;
    this.adder.placeholder = `+ ${count} ${count === 1 ? "option" : "options"}`;
  }

  /** Return {options, files}, or null after showing what is wrong. */
  read(isUnchecked) {
    const options = {};
    const files = {};
    let wrong = null;
    for (const field of this.fields) {
      if (field.file) {
        files[field.option.key] = field.file;
        continue;
      }
      const result = field.read(isUnchecked);
      field.setError(result?.error ?? "");
      if (result?.error) wrong ??= field;
      else if (result) options[field.option.key] = result.value;
    }
    if (!wrong) return { options, files };
    wrong.control.focus();
    this.setHint(`${wrong.option.name}: ${wrong.error.textContent}`, true);
    return null;
  }

  /** Return what is filled in, as texts. */
  texts() {
    const filled = this.fields.filter((field) => !field.isFile && !field.isEmpty);
    return new Map(filled.map((field) => [field.option.name, field.text]));
  }
}
