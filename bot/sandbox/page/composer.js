/** The composer: plain text that may become a command, and the sending of commands. */

import { uploadOf } from "./api.js";
import { CommandForm } from "./command_form.js";
import { commandOf, commandsFor, commandText, parseCommandText } from "./command_text.js";
import { TYPE } from "./option_values.js";

/** Where a member types. */
export class Composer {
  /**
   * @param {object} parts The elements form, slot (for fields), input, hint, unchecked,
   *   anyway (its label); and api, world, listbox, suggestions, chat, tray (files to post).
   */
  constructor(parts) {
    Object.assign(this, parts);
    this.commandForm = null;
    this.lastText = "";
    this.isSending = false;
    const { input, form } = this;
    input.addEventListener("input", () => this.onText());
    input.addEventListener("focus", () => this.onText());
    input.addEventListener("blur", () => this.listbox.hide());
    input.addEventListener("paste", ({ clipboardData }) => this.tray.add([...clipboardData.files]));
    input.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("keydown", (event) => this.onKeyAnywhere(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  /** A slash begins a command from wherever the focus is. */
  onKeyAnywhere(event) {
    const isTyping = event.target.closest("input, textarea, dialog[open]");
    if (event.key === "/" && !isTyping && !this.commandForm) this.input.focus();
  }

  /** The commands have changed: show the new list if it is open. */
  refresh() {
    if (document.activeElement === this.input) this.onText();
  }

  onText() {
    const { input, listbox } = this;
    const text = input.value;
    const commands = this.world.slashCommands();
    const command = commandOf(text, commands);
    const isBeyondName = command && text.length > command.name.length + 1;
    this.fit();
    this.anyway.hidden = !text.startsWith("/");
    this.setHint("");
    if (isBeyondName) this.offerOptions(command);
    else if (text.startsWith("/")) this.offerCommands(commandsFor(text, commands));
    else listbox.hide();
  }

  offerCommands(commands) {
    const items = commands.map((command) => ({
      label: `/${command.name}`,
      detail: command.description,
      mark: command.options.map(({ name, required }) => (required ? name : `${name}?`)).join(" "),
      command,
    }));
    const isKnown = this.world.commands.length > 0;
    const none = isKnown ? "No command has that name" : "The bot has no commands yet";
    const title = items.length ? "Commands" : none;
    const how = { title, isFirstActive: true };
    this.listbox.show(this.input, items, ({ command }) => this.openForm(command, new Map()), how);
  }

  offerOptions(command) {
    const { values } = parseCommandText(this.input.value, command);
    const items = command.options
      .filter((option) => !values.has(option.name) && option.type !== TYPE.ATTACHMENT)
      .map((option) => ({ label: option.name, detail: option.description, option }));
    const take = ({ option }) => {
      this.input.value = `${this.input.value.trimEnd()} ${option.name}: `;
      this.input.focus();
      this.onText();
    };
    const title = `/${command.name} — Tab shows its options as fields`;
    this.listbox.show(this.input, items, take, { title });
  }

  onKey(event) {
    if (this.listbox.takesKey(event)) return;
    const isEnter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    const command = commandOf(this.input.value, this.world.slashCommands());
    if (isEnter) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Tab" && !event.shiftKey && command) {
      event.preventDefault();
      this.openForm(command, parseCommandText(this.input.value, command).values);
    } else if (event.key === "ArrowUp" && this.input.value === "") {
      event.preventDefault();
      this.input.value = this.lastText;
      this.onText();
    }
  }

  openForm(command, values) {
    this.closeForm();
    const { world, listbox, suggestions } = this;
    this.commandForm = new CommandForm({
      command,
      world,
      listbox,
      suggestions,
      setHint: (text, isError) => this.setHint(text, isError),
      onSend: () => this.send(),
      onLeave: () => this.leaveForm(),
    });
    this.slot.append(this.commandForm.node);
    this.input.hidden = true;
    this.tray.button.hidden = true;
    this.anyway.hidden = false;
    for (const [name, text] of values) this.fillOption(command, name, text);
    this.setHint(command.description);
    if (command.options.length) this.commandForm.focusFirst();
    else this.form.querySelector("button[type=submit]").focus();
  }

  fillOption(command, name, text) {
    const known = this.commandForm.fields.find((field) => field.option.name === name);
    const option = command.options.find((one) => one.name === name);
    (known ?? this.commandForm.add(option)).fill(text);
  }

  closeForm() {
    this.commandForm?.node.remove();
    this.commandForm = null;
    this.listbox.hide();
    this.input.hidden = false;
    this.tray.button.hidden = false;
  }

  leaveForm() {
    const { command } = this.commandForm;
    const texts = this.commandForm.texts();
    this.closeForm();
    this.input.value = texts.size ? commandText(command, texts) : `/${command.name}`;
    this.input.focus();
    this.onText();
  }

  reset() {
    this.closeForm();
    this.input.value = "";
    this.tray.clear();
    this.unchecked.checked = false;
    this.anyway.hidden = true;
    this.setHint("");
    this.fit();
  }

  async send() {
    if (this.isSending) return;
    if (!this.commandForm && !this.input.value.startsWith("/")) {
      await this.busy(() => this.say());
      return;
    }
    if (!this.commandForm && !this.formFromText()) return;
    const isUnchecked = this.unchecked.checked;
    const { command } = this.commandForm;
    const read = this.commandForm.read(isUnchecked);
    if (read) await this.busy(() => this.post(command, read, isUnchecked));
  }

  /** Write an ordinary message, for people and for the bot's message commands. */
  async say() {
    const text = this.input.value.trim();
    if (text === "" && this.tray.isEmpty) return;
    await this.api.say(this.world.channelId, text, await this.tray.uploads());
    this.lastText = text;
    this.reset();
  }

  async busy(act) {
    this.isSending = true;
    this.form.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      this.setHint(error.message, true);
    } finally {
      this.isSending = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  async post(command, { options, files }, isUnchecked) {
    const attachments = {};
    for (const [name, file] of Object.entries(files)) attachments[name] = await uploadOf(file);
    const body = { channel_id: this.world.channelId, name: command.path, options, attachments };
    const answer = await this.api.command({ ...body, unchecked: isUnchecked });
    this.lastText = commandText(command, this.commandForm.texts());
    this.reset();
    this.input.focus();
    this.listbox.hide();
    this.chat.expect(answer.interaction_id, `/${command.name}`);
  }

  /** Turn the typed text into fields; return whether it is a command that can be sent. */
  formFromText() {
    const text = this.input.value.trim();
    const command = commandOf(text, this.world.slashCommands());
    if (!command) {
      this.setHint(`There is no command ${text.split(" ")[0]}.`, true);
      return false;
    }
    const { values, error } = parseCommandText(text, command);
    if (error) {
      this.setHint(error, true);
      return false;
    }
    this.openForm(command, values);
    return true;
  }

  setHint(text, isError = false) {
    this.hint.textContent = text;
    this.hint.hidden = text === "";
    this.hint.classList.toggle("error", isError);
    if (isError) this.hint.setAttribute("role", "alert");
    else this.hint.removeAttribute("role");
  }

  fit() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
