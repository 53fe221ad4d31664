/** The acting member's language: which translation a client shows, and the choice of it. */

import { fill, h } from "./dom.js";

/** Where a translation is missing, Discord takes that of the neighbour. */
const NEIGHBOURS = { "en-US": "en-GB", "en-GB": "en-US", "es-419": "es-ES" };
const FIRST = ["en-US", "de", "es-ES", "ja"];

/** Return a field of a command, option or choice in that language. */
export function localized(thing, field, locale) {
  const texts = thing[`${field}_localizations`] ?? {};
  return texts[locale] ?? texts[NEIGHBOURS[locale]] ?? thing[field] ?? "";
}

/** Return an option as that language shows it; "key" stays the name that the bot gave it. */
export function localizedOption(option, locale) {
  const choices = (option.choices ?? []).map((choice) => ({
    ...choice,
    name: localized(choice, "name", locale),
  }));
  return {
    ...option,
    key: option.name,
    name: localized(option, "name", locale),
    description: localized(option, "description", locale),
    ...(option.choices ? { choices } : {}),
  };
}

/** Lets the person change the language of whom they act as. */
export class LanguageChoice {
  /** @param {object} parts The select element; world; onChoice(locale). */
  constructor(parts) {
    Object.assign(this, parts);
    this.select.addEventListener("change", () => this.onChoice(this.select.value));
  }

  draw() {
    const { select, world } = this;
    const others = world.locales.filter((locale) => !FIRST.includes(locale));
    const known = FIRST.filter((locale) => world.locales.includes(locale));
    fill(select, [...known, ...others].map((locale) => option(locale)));
    select.value = world.locale();
    select.closest("label").hidden = world.locales.length === 0;
  }
}

function option(locale) {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale);
  return h("option", { value: locale, lang: locale }, name);
}
