/** What a person typed into an option, as the value that Discord's own client would send. */

import { displayName } from "./world.js";

export const TYPE = {
  STRING: 3,
  INTEGER: 4,
  BOOLEAN: 5,
  USER: 6,
  CHANNEL: 7,
  ROLE: 8,
  MENTIONABLE: 9,
  NUMBER: 10,
  ATTACHMENT: 11,
};
const YES = new Set(["true", "yes", "on", "1"]);
const NO = new Set(["false", "no", "off", "0"]);

/** Return the fixed choices of an option as {name, value}; empty if it is free. */
export function choicesOf(option, world) {
  if (option.type === TYPE.BOOLEAN) {
    return [
      { name: "True", value: true },
      { name: "False", value: false },
    ];
  }
  if (option.type === TYPE.USER || option.type === TYPE.MENTIONABLE) {
    return world.users.map((user) => ({ name: displayName(user), value: user.id }));
  }
  if (option.type === TYPE.CHANNEL) {
    return world.pickableChannels(option.channel_types).map((channel) => ({ name: `#${channel.name}`, value: channel.id }));
  }
  if (option.type === TYPE.ROLE) {
    return world.roles.map((role) => ({ name: role.name, value: role.id }));
  }
  return option.choices ?? [];
}

/** Return the allowed range in words, or "". */
export function rangeText(option) {
  const isText = option.type === TYPE.STRING;
  const least = isText ? option.min_length : option.min_value;
  const most = isText ? option.max_length : option.max_value;
  const unit = isText ? " characters" : "";
  if (least !== undefined && most !== undefined) return `${least} to ${most}${unit}`;
  if (most !== undefined) return `at most ${most}${unit}`;
  if (least !== undefined) return `at least ${least}${unit}`;
  return "";
}

/** Return {value} or {error} for a typed text, checked as Discord's client checks. */
export function checkedValue(option, text, world) {
  if (option.type === TYPE.BOOLEAN) return booleanValue(text);
  const choices = choicesOf(option, world);
  if (choices.length) {
    const choice = findChoice(choices, text);
    return choice ? { value: choice.value } : { error: "Pick one of the choices" };
  }
  if (option.type === TYPE.STRING) return lengthChecked(option, text);
  if (option.type === TYPE.INTEGER || option.type === TYPE.NUMBER) return numberValue(option, text);
  return { value: text };
}

/** Return the value as typed, for sending without the client's checks. */
export function uncheckedValue(option, text, world) {
  const { value } = checkedValue({ ...option, ...NO_RANGE }, text, world);
  return value === undefined ? text : value;
}

const NO_RANGE = {
  min_value: undefined,
  max_value: undefined,
  min_length: undefined,
  max_length: undefined,
};

function booleanValue(text) {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return { value: true };
  return NO.has(word) ? { value: false } : { error: "Choose True or False" };
}

function findChoice(choices, text) {
  const wanted = text.trim().toLowerCase().replace(/^@/, "");
  return choices.find((choice) => {
    return choice.name.toLowerCase() === wanted || String(choice.value).toLowerCase() === wanted;
  });
}

function lengthChecked(option, text) {
  const length = [...text].length;
  const isShort = option.min_length !== undefined && length < option.min_length;
  const isLong = option.max_length !== undefined && length > option.max_length;
  return isShort || isLong ? { error: `Must be ${rangeText(option)}` } : { value: text };
}

function numberValue(option, text) {
  const number = Number(text.trim());
  const isWhole = option.type === TYPE.INTEGER;
  if (text.trim() === "" || !Number.isFinite(number)) return { error: "Must be a number" };
  if (isWhole && !Number.isSafeInteger(number)) return { error: "Must be a whole number" };
  const isLow = option.min_value !== undefined && number < option.min_value;
  const isHigh = option.max_value !== undefined && number > option.max_value;
  return isLow || isHigh ? { error: `Must be ${rangeText(option)}` } : { value: number };
}
