/** What the page knows: members, channels, commands, the bot, violations, and who acts where. */

/** The world as one member sees it. */
export class World {
  constructor() {
    this.guild = { id: "0", name: "" };
    this.users = [];
    this.channels = [];
    this.bot = { user: null, online: false };
    this.commands = [];
    this.violations = [];
    this.memberId = "";
    this.channelId = "";
  }

  /** Take over what /control/world said; keep member and channel where they still exist. */
  update(answer) {
    const { guild, users, channels, bot, commands, violations } = answer;
    Object.assign(this, { guild, users, channels, bot, commands, violations });
    if (!this.members().some((user) => user.id === this.memberId)) {
      this.memberId = this.members()[0]?.id ?? "";
    }
    if (!this.visibleChannels().some((channel) => channel.id === this.channelId)) {
      this.channelId = this.visibleChannels()[0]?.id ?? "";
    }
  }

  members() {
    return this.users.filter((user) => !user.bot);
  }

  /** Begin as a member and in a channel, each by id or name, as far as they exist. */
  begin(member, channel) {
    const isIt = (one, wanted) => [one.id, one.name, one.global_name].includes(wanted);
    this.memberId = this.members().find((one) => isIt(one, member))?.id ?? this.memberId;
    const visible = this.visibleChannels();
    this.channelId = visible.find((one) => isIt(one, channel))?.id ?? this.channelId;
  }

  member() {
    return this.users.find((user) => user.id === this.memberId) ?? null;
  }

  /** Text channels, and the acting member's own direct messages. */
  visibleChannels() {
    const isMine = (channel) => !channel.user_id || channel.user_id === this.memberId;
    return this.channels.filter((channel) => channel.type === "text" || isMine(channel));
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
    return commands.map(({ name }) => ({ name, shown: name }));
  }

  /** Chat input commands, with groups flattened: "style save". */
  slashCommands() {
    const flat = [];
    for (const command of this.commands) {
      if ((command.type ?? 1) === 1) flatten(command, "", flat);
    }
    return flat.sort((a, b) => a.name.localeCompare(b.name));
  }
}

const SUB_COMMAND = 1;
const SUB_COMMAND_GROUP = 2;

function flatten(command, prefix, into) {
  const name = prefix + command.name;
  const options = command.options ?? [];
  const children = options.filter((option) => [SUB_COMMAND, SUB_COMMAND_GROUP].includes(option.type));
  if (children.length === 0) {
    into.push({ name, description: command.description ?? "", options });
  }
  for (const child of children) flatten(child, `${name} `, into);
}

/** Return the name that Discord shows for a user. */
export function displayName(user) {
  return user?.global_name || user?.username || "Unknown user";
}
