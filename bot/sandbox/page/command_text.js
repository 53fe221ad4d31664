/** Commands written as plain text: "/imagine prompt: a fox seed: 7". */

import { TYPE } from "./option_values.js";

/** Return the command that the text has begun and gone beyond by a space, or null. */
export function commandOf(text, commands) {
  if (!text.startsWith("/")) return null;
  const rest = text.slice(1);
  const isBegun = (name) => rest === name || rest.startsWith(`${name} `);
  const fitting = commands.filter(({ name, path }) => isBegun(name) || isBegun(path));
  return fitting.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

/** Return the commands that may be meant while their name is being typed, best first. */
export function commandsFor(text, commands) {
  const query = text.slice(1).toLowerCase();
  const rank = ({ name }) => (name.startsWith(query) ? 0 : 1);
  const fits = ({ name, path }) => name.includes(query) || path.includes(query);
  return commands.filter(fits).sort((a, b) => rank(a) - rank(b));
}

/**
 * Return what the text gives to each option.
 * @returns {{values: Map<string, string>, error: string|null}}
 */
export function parseCommandText(text, command) {
  const begun = [command.name, command.path].find((name) => text.startsWith(`/${name}`));
  const rest = text.slice(1 + begun.length);
  const values = new Map();
  const marks = [...rest.matchAll(optionMarks(command))];
  const lead = rest.slice(0, marks[0]?.index ?? rest.length).trim();
  const error = lead ? takeLead(lead, command, values) : null;
  marks.forEach((mark, index) => {
    const end = marks[index + 1]?.index ?? rest.length;
    values.set(mark[1], rest.slice(mark.index + mark[0].length, end).trim());
  });
  return { values, error };
}

function optionMarks(command) {
  const names = command.options.map(({ name }) => name.replace(/[^\p{L}\p{N}_-]/gu, ""));
  if (names.length === 0) return /(?!)/g;
  const longestFirst = names.sort((a, b) => b.length - a.length).join("|");
  return new RegExp(`(?<=^|\\s)(${longestFirst}):`, "gu");
}

/** Text before the first option is the first required text, so that "/imagine a fox" works. */
function takeLead(lead, command, values) {
  const misspelt = /^([\w-]+):/.exec(lead);
  if (misspelt) return `/${command.name} has no option “${misspelt[1]}”.`;
  const option = command.options.find((one) => one.required && one.type === TYPE.STRING);
  if (!option) return `Write the options of /${command.name} as “name: value”.`;
  values.set(option.name, lead);
  return null;
}

/** Return a command as the text that parseCommandText reads. */
export function commandText(command, values) {
  const parts = [...values].map(([name, text]) => `${name}: ${text}`);
  return [`/${command.name}`, ...parts].join(" ");
}
