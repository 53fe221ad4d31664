/** Modals: the form that the bot opens over the page. */

import { uploadOf } from "./api.js";
import { byId, fill, h } from "./dom.js";
import { renderMarkdown } from "./markdown.js";
import { modalField } from "./modal_fields.js";

const ACTION_ROW = 1;
const TEXT_DISPLAY = 10;
const LABEL = 18;
const CHECKBOX = 23;

/** Opens modals and sends what was filled in. */
export class Modals {
  /** @param {object} parts api; interactions; names and pickable as in the chat's context. */
  constructor(parts) {
    Object.assign(this, parts);
    this.dialog = byId("modal");
  }

  open({ interaction_id: id, modal }) {
    const fields = [];
    const rows = (modal.components ?? []).flatMap((component) => this.row(component, fields));
    const error = h("p.modal-error", { role: "alert", hidden: true });
    const cancel = h("button.button.secondary", { type: "button" }, "Cancel");
    const submit = h("button.button.primary", { type: "submit" }, "Submit");
    const foot = h("div.modal-foot", {}, cancel, submit);
    const form = h("form.modal-form", { novalidate: true }, rows, error, foot);
    cancel.addEventListener("click", () => this.dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit(id, fields, { error, submit });
    });
    // On a phone the focus would bring up the keyboard over half of the form.
    const title = h("h2.modal-title", { id: "modal-title", tabindex: "-1" }, modal.title ?? "");
    const isPhone = !matchMedia("(pointer: fine)").matches;
    fill(this.dialog, title, form);
    this.dialog.setAttribute("aria-labelledby", "modal-title");
    if (!this.dialog.open) this.dialog.showModal();
    (isPhone ? title : form.querySelector("input, textarea, .select-toggle"))?.focus();
  }

  row(component, fields) {
    if (component.type === TEXT_DISPLAY) {
      return [h("div.modal-text", {}, renderMarkdown(component.content ?? "", this.names))];
    }
    if (component.type === ACTION_ROW) {
      return component.components.map((child) => this.labelled(child, child, fields));
    }
    if (component.type === LABEL) return [this.labelled(component, component.component, fields)];
    return [h("div.unknown", {}, `Component of type ${component.type}`)];
  }

  labelled({ label, description }, component, fields) {
    const field = modalField(component, this.pickable);
    if (!field) return h("div.unknown", {}, `Component of type ${component.type}`);
    const problem = h("span.field-error");
    fields.push({ ...field, show: (text) => (problem.textContent = text) });
    if (component.type === CHECKBOX) return checkboxRow(field, { label, description });
    const isRequired = component.required !== false;
    const star = isRequired ? h("span.star", { title: "required" }, " *") : null;
    const detail = description ? h("span.modal-detail", {}, description) : null;
    const control = field.node.matches("input, textarea")
      ? h("label.modal-label", { for: field.node.id }, label, star)
      : h("span.modal-label", {}, label, star);
    if (!field.node.matches("input, textarea, label")) field.node.setAttribute("aria-label", label);
    return h("div.modal-row", {}, control, detail, field.node, problem);
  }

  async submit(id, fields, { error, submit }) {
    const problems = fields.map((field) => field.problem());
    fields.forEach((field, index) => field.show(problems[index]));
    if (problems.some(Boolean)) return;
    submit.disabled = true;
    error.hidden = true;
    try {
      await this.send(id, fields);
      this.dialog.close();
    } catch (failure) {
      error.textContent = failure.message;
      error.hidden = false;
    } finally {
      submit.disabled = false;
    }
  }

  async send(id, fields) {
    const values = {};
    const attachments = {};
    for (const field of fields) {
      values[field.customId] = field.read();
      if (field.files) attachments[field.customId] = await Promise.all(field.files().map(uploadOf));
    }
    const answer = await this.api.modal(id, values, attachments);
    if (!answer.interaction_id) return;
    this.interactions.wait(answer.interaction_id, (status, text) => {
      if (status === "failed") this.onFailed(text || "Something went wrong. Try again.");
    });
  }
}

/** A single checkbox stands before its own label. */
function checkboxRow(field, { label, description }) {
  const detail = description ? h("span.choice-detail", {}, description) : null;
  field.node.append(h("span.choice-text", {}, h("span.modal-label", {}, label), detail));
  return h("div.modal-row", {}, field.node);
}
