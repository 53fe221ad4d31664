/** What the page knows: members, channels, commands, the bot, violations, and who acts where. */

import { localized, localizedOption } from "./language.js";

const KINDS = { text: 0, dm: 1, group: 3, news: 5, thread: 11, forum: 15 };

/** The world as one member sees it. */
export class World {
  constructor() {
    this.guild = { id: "0", name: "" };
    this.users = [];
    this.servers = [];
    this.roles = [];
    this.locales = [];
    this.channels = [];
    this.bot = { user: null, online: false };
    this.commands = [];
    this.violations = [];
    this.memberId = "";
    this.channelId = "";
  }

  /** Take over what /control/world said; keep member and channel where they still exist. */
  update(answer) {
    const { guild, servers, roles, locales, users, channels, bot, commands, violations } = answer;
    const places = { guild, servers, roles, locales, channels };
    Object.assign(this, { ...places, users, bot, commands, violations });
    if (!this.members().some((user) => user.id === this.memberId)) {
      this.memberId = this.members()[0]?.id ?? "";
    }
    if (!this.openChannels().some((channel) => channel.id === this.channelId)) {
      this.channelId = this.openChannels()[0]?.id ?? "";
    }
  }

  members() {
    return this.users.filter((user) => !user.bot);
  }

  /** Begin as a member and in a channel, each by id or name, as far as they exist. */
  begin(member, channel) {
    const isIt = (one, wanted) => [one.id, one.name, one.global_name].includes(wanted);
    this.memberId = this.members().find((one) => isIt(one, member))?.id ?? this.memberId;
    const open = this.openChannels();
    this.channelId = open.find((one) => isIt(one, channel))?.id ?? this.channelId;
  }

  member() {
    return this.users.find((user) => user.id === this.memberId) ?? null;
  }

  /** The language of the acting member's client. */
  locale() {
    return this.member()?.locale ?? "en-US";
  }

  /** Everything but other members' direct messages. */
  visibleChannels() {
    return this.channels.filter(({ user_id: id }) => !id || id === this.memberId);
  }

  /** Channels that can be opened: a forum holds posts only. */
  openChannels() {
    return this.visibleChannels().filter(({ type }) => type !== "forum");
  }

  /** Channels of the server that is shown, of those kinds (Discord's numbers) if any are named. */
  pickableChannels(kinds) {
    const serverId = this.channel()?.server_id ?? null;
    const inside = this.visibleChannels().filter(({ server_id: id }) => id && id === serverId);
    return kinds?.length ? inside.filter(({ type }) => kinds.includes(KINDS[type])) : inside;
  }

  channel() {
    return this.channels.find((channel) => channel.id === this.channelId) ?? null;
  }

  user(id) {
    const isBot = this.bot.user?.id === id;
    return this.users.find((user) => user.id === id) ?? (isBot ? this.bot.user : null);
  }

  /** Commands of a context menu: of users (2) or of messages (3). */
  menuCommands(type) {
    const commands = this.commands.filter((command) => command.type === type);
    const shown = (command) => localized(command, "name", this.locale());
    return commands.map((command) => ({ name: command.name, shown: shown(command) }));
  }

  /** Chat input commands in the member's language, with groups flattened: "style save". */
  slashCommands() {
    const flat = [];
    for (const command of this.commands) {
      if ((command.type ?? 1) === 1) flatten(command, { path: "", name: "" }, this.locale(), flat);
    }
    return flat.sort((a, b) => a.name.localeCompare(b.name));
  }
}

const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;

function flatten(command, before, locale, into) {
  const path = before.path + command.name;
  const name = before.name + localized(command, "name", locale);
  const description = localized(command, "description", locale);
  const options = command.options ?? [];
  const children = options.filter((option) => [SUB_COMMAND, SUB_COMMAND_GROUP].includes(option.type));
  if (children.length === 0) {
    const shown = options.map((option) => localizedOption(option, locale));
    into.push({ path, name, description, options: shown });
  }
  const deeper = { path: `${path} `, name: `${name} ` };
  for (const child of children) flatten(child, deeper, locale, into);
}

/** Return the name that Discord shows for a user. */
export function displayName(user) {
  return user?.global_name || user?.username || "Unknown user";
}
