/** Puts the page together: what listens to what. */

import { readAddress, writeAddress } from "./address.js";
import { Api } from "./api.js";
import { channelSign, channelTitle } from "./channels.js";
import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, fill } from "./dom.js";
import { Feed } from "./events.js";
import { drawIcons } from "./icons.js";
import { Interactions } from "./interactions.js";
import { LanguageChoice } from "./language.js";
import { Listbox } from "./listbox.js";
import { MessageMenu } from "./message_menu.js";
import { Modals } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { Suggestions } from "./suggestions.js";
import { keepTimes } from "./time.js";
import { Tray } from "./tray.js";
import { Violations } from "./violations.js";
import { World, displayName } from "./world.js";

const NOTICE_MS = 6000;

const world = new World();
const api = new Api(() => world.memberId);
const interactions = new Interactions();
const chat = new Chat({
  scroller: byId("scroller"),
  list: byId("messages"),
  status: byId("status"),
  api,
  world,
  interactions,
  onMenu: (message, x, y) => menu.open(message, x, y),
});
const menu = new MessageMenu({
  api,
  world,
  onUsed: (id, name) => chat.expect(id, name),
  onProblem: notify,
});
const listbox = new Listbox(byId("listbox"));
const composer = new Composer({
  form: byId("composer"),
  slot: byId("command-slot"),
  input: byId("input"),
  hint: byId("hint"),
  unchecked: byId("unchecked"),
  anyway: byId("anyway"),
  api,
  world,
  listbox,
  suggestions: new Suggestions({ api, world, listbox }),
  chat,
  tray: new Tray({
    button: byId("attach"),
    input: byId("files"),
    list: byId("tray"),
    onFull: notify,
  }),
});
const { names, pickable } = chat.context(null);
const modals = new Modals({ api, interactions, names, pickable, onFailed: notify });
const violations = new Violations({ badge: byId("violations-badge"), dialog: byId("violations") });
const sidebar = new Sidebar({
  guildName: byId("guild-name"),
  channels: byId("channels"),
  members: byId("members"),
  drawer: byId("drawer"),
  shade: byId("shade"),
  toggle: byId("drawer-toggle"),
  world,
  onChannel: (id) => guarded(() => showChannel(id)),
  onMember: (id) => guarded(() => actAs(id)),
});
const language = new LanguageChoice({
  select: byId("language"),
  world,
  onChoice: (locale) => guarded(() => speak(locale)),
});
const feed = new Feed(onEvent, (isOpen) => {
  byId("offline").hidden = isOpen;
  if (isOpen) guarded(catchUp);
});
let noticeTimer = null;

const EVENTS = {
  MESSAGE_CREATE: (message) => {
    sidebar.markUnread(message.channel_id);
    // The answer may stand before the sandbox says so.
    const { id } = message.interaction_metadata ?? message.interaction ?? {};
    if (id) interactions.settle({ interaction_id: id, status: "answered" });
    chat.put(message);
  },
  MESSAGE_UPDATE: (message) => chat.put(message),
  MESSAGE_DELETE: (message) => chat.remove(message),
  COMMANDS: () => guarded(readCommands),
  CHANNELS: () => guarded(readChannels),
  BOT: (bot) => {
    world.bot = bot;
    drawFrame();
  },
  MODAL: (data) => modals.open(data),
  INTERACTION: (data) => interactions.settle(data),
  VIOLATION: (violation) => violations.add(violation),
};

function onEvent(type, data) {
  EVENTS[type]?.(data);
}

function drawFrame() {
  sidebar.draw();
  const channel = world.channel();
  const title = channelTitle(channel, world);
  const mark = channel?.type === "dm" ? "@" : "#";
  byId("channel-name").textContent = title;
  fill(byId("channel-mark"), channelSign(channel?.type));
  language.draw();
  byId("bot-dot").classList.toggle("online", world.bot.online);
  byId("bot-name").textContent = displayName(world.bot.user ?? { username: "Bot" });
  byId("bot-status").textContent = world.bot.online ? "online" : "offline";
  byId("input").placeholder = `Message ${mark}${title} — type / for commands`;
  writeAddress(world.memberId, world.channelId);
  document.title = `${mark}${title} · ${world.guild.name}`;
}

async function showChannel(id) {
  world.channelId = id;
  composer.reset();
  drawFrame();
  await Promise.all([chat.load(), readCommands()]);
}

/** Which commands are offered depends on who asks, and where. */
async function readCommands() {
  const { channelId } = world;
  const answer = await api.world(channelId);
  if (channelId !== world.channelId) return;
  world.commands = answer.commands;
  composer.refresh();
}

/** A thread was opened. */
async function readChannels() {
  world.update(await api.world(world.channelId));
  drawFrame();
}

/** Open a channel that a message names, and the message in it if one is named. */
async function follow(channelId, messageId) {
  if (!world.openChannels().some(({ id }) => id === channelId)) return;
  if (channelId !== world.channelId) await showChannel(channelId);
  if (messageId) chat.show(messageId);
}

async function speak(locale) {
  await api.locale(locale);
  composer.reset();
  await refresh();
}

async function actAs(id) {
  world.memberId = id;
  composer.reset();
  feed.listen(id);
  await refresh();
}

async function refresh() {
  world.update(await api.world(world.channelId));
  violations.set(world.violations);
  drawFrame();
  await chat.load();
}

/** The page is ready when nothing can be missed any more. */
async function catchUp() {
  await refresh();
  document.body.dataset.ready = "true";
}

/** Run what talks to the sandbox; a failure is shown, and the page stays usable. */
async function guarded(action) {
  try {
    await action();
  } catch (error) {
    notify(error.message);
  }
}

function notify(text) {
  const notice = byId("notice");
  notice.textContent = text;
  notice.hidden = false;
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => (notice.hidden = true), NOTICE_MS);
}

async function start() {
  world.update(await api.world(""));
  const { as, channel } = readAddress();
  world.begin(as, channel);
  // What a member sees of the world is another one's, so that both are read again.
  world.update(await api.world(""));
  world.begin(as, channel);
  await actAs(world.memberId);
  // On a phone the focus would bring up the keyboard.
  if (matchMedia("(pointer: fine)").matches) byId("input").focus();
}

byId("messages").addEventListener("click", (event) => {
  const way = event.target.closest("[data-to-channel]");
  if (!way) return;
  event.preventDefault();
  guarded(() => follow(way.dataset.toChannel, way.dataset.toMessage));
});
drawIcons(document.body);
keepTimes(document.body);
guarded(start);
