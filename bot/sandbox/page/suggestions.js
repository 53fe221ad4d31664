/** What an option's field offers: fixed choices at once, the bot's own after a short pause. */

import { uncheckedValue } from "./option_values.js";

const PAUSE_MS = 180;
const MOST = 25;

/** Offers values for the field that has the focus. */
export class Suggestions {
  constructor({ api, world, listbox }) {
    Object.assign(this, { api, world, listbox });
    this.timer = null;
    this.question = 0;
  }

  /** Show what fits the field; forget what was asked for another one. */
  offer(field, fields, path) {
    clearTimeout(this.timer);
    this.question += 1;
    if (field.option.autocomplete) {
      const { question } = this;
      this.timer = setTimeout(() => this.ask(field, fields, path, question), PAUSE_MS);
      return;
    }
    const choices = field.isFile ? [] : field.choices();
    const isTyped = field.text !== "" && !field.picked;
    if (choices.length) this.show(field, choices, isTyped);
    else this.listbox.hide();
  }

  async ask(field, fields, path, question) {
    const options = {};
    for (const other of fields) {
      if (other.isFile || (other.isEmpty && other !== field)) continue;
      options[other.option.key] = other.picked
        ? other.picked.value
        : uncheckedValue(other.option, other.text, this.world);
    }
    if (field.picked) options[field.option.key] = field.text;
    let choices = [];
    let title = "";
    try {
      choices = await this.api.autocomplete({
        channel_id: this.world.channelId,
        name: path,
        options,
        focused: field.option.key,
      });
    } catch (error) {
      title = `Loading options failed: ${error.message}`;
    }
    const isStillWanted = question === this.question && document.activeElement === field.control;
    if (isStillWanted) this.show(field, choices.slice(0, MOST), false, title);
  }

  show(field, choices, isFirstActive, title = "") {
    const items = choices.map((choice) => ({ label: choice.name, choice }));
    const take = ({ choice }) => field.fill(choice.name, choice);
    this.listbox.show(field.control, items, take, { title, isFirstActive });
  }
}
