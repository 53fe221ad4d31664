/** The control API of the sandbox: plain calls, each as one member. */

/** The server refused; the message is a sentence for the person. */
export class Refused extends Error {}

const NO_ANSWER = "The sandbox does not answer. Is it still running?";

async function call(path, init) {
  let response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    throw new Refused(NO_ANSWER, { cause: error });
  }
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  const body = isJson ? await response.json() : {};
  if (!response.ok) throw new Refused(body.error ?? `The sandbox answered ${response.status}.`);
  return body;
}

function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return call(path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Calls made in the name of one member at a time. */
export class Api {
  /** @param {() => string} memberId Returns the id of the member who acts. */
  constructor(memberId) {
    this.memberId = memberId;
  }

  /** The world, with the commands that are offered in that channel. */
  world(channelId) {
    return call(`/control/world?${new URLSearchParams({ as: this.memberId(), channel_id: channelId })}`);
  }

  locale(locale) {
    return post("/control/locale", { as: this.memberId(), locale });
  }

  async messages(channelId) {
    const query = new URLSearchParams({ as: this.memberId(), channel_id: channelId });
    return (await call(`/control/messages?${query}`)).messages;
  }

  /** @param {{channel_id, name, options, attachments, unchecked}} command */
  command(command) {
    return post("/control/command", { as: this.memberId(), ...command });
  }

  async autocomplete(question) {
    return (await post("/control/autocomplete", { as: this.memberId(), ...question })).choices;
  }

  component(messageId, customId, values) {
    const body = { as: this.memberId(), message_id: messageId, custom_id: customId };
    return post("/control/component", values ? { ...body, values } : body);
  }

  /** @param {{name, message_id}|{name, user_id, channel_id}} use A context menu's command. */
  menu(use) {
    return post("/control/menu", { as: this.memberId(), ...use });
  }

  say(channelId, content, files) {
    return post("/control/message", { as: this.memberId(), channel_id: channelId, content, files });
  }

  remove(messageId) {
    return post("/control/delete", { as: this.memberId(), message_id: messageId });
  }

  modal(interactionId, fields, attachments) {
    const body = { as: this.memberId(), interaction_id: interactionId, fields };
    const hasFiles = Object.keys(attachments).length > 0;
    return post("/control/modal", hasFiles ? { ...body, attachments } : body);
  }
}

/** Return a picked file as the control API takes it. */
export function uploadOf(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("error", () => reject(new Refused(`${file.name} cannot be read.`)));
    reader.addEventListener("load", () => {
      const content = reader.result.slice(reader.result.indexOf(",") + 1);
      const upload = { filename: file.name, content_base64: content };
      resolve(file.type ? { ...upload, content_type: file.type } : upload);
    });
    reader.readAsDataURL(file);
  });
}
