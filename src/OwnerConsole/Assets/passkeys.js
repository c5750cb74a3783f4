// Requests passkeys from the browser. A button with data-passkey has the request or the address that creates it; the result is submitted with the button's form.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

const beside = (button, what) => document.querySelector(`[data-passkey-${what}="${button.id}"]`);

function show() {
  if (!window.PublicKeyCredential) return;
  for (const button of document.querySelectorAll("[data-passkey]")) {
    button.hidden = false;
    beside(button, "off").hidden = true;
  }
}
document.addEventListener("htmx:after:swap", show);
show();

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-passkey]");
  if (button) ask(button);
});
// Pressing another button of the form discards an earlier passkey result.
document.addEventListener("submit", ({ target, submitter }) => submitter && target.elements.passkey && (target.elements.passkey.value = ""), true);

async function ask(button) {
  const { form } = button;
  const says = beside(button, "says");
  says.textContent = "";
  button.setAttribute("aria-busy", "true");
  try {
    const { ceremony, options } = button.dataset.options ? JSON.parse(button.dataset.options) : await question(button.dataset.begin, form);
    const credential = await (button.dataset.passkey === "create" ? create(options) : get(options));
    form.elements.ceremony.value = ceremony;
    form.elements.passkey.value = JSON.stringify(plain(credential));
    form.noValidate = button.dataset.passkey === "get"; // the passkey replaces the other required fields
    form.requestSubmit();
    form.noValidate = false;
  } catch (error) {
    says.textContent = said(error);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

async function question(address, form) {
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { accept: "application/json" } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail);
  return body;
}

const create = (options) =>
  navigator.credentials.create({
    publicKey: { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) }, excludeCredentials: named(options.excludeCredentials) },
  });

const get = (options) => navigator.credentials.get({ publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) } });

// Converted manually, because older browsers and some password managers don't provide toJSON.
function plain({ id, rawId, type, response, authenticatorAttachment }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((part) => response[part]);
  return {
    id,
    rawId: text(rawId),
    type,
    authenticatorAttachment,
    clientExtensionResults: {},
    response: { ...Object.fromEntries(parts.map((part) => [part, text(response[part])])), ...(response.getTransports && { transports: response.getTransports() }) },
  };
}

function said(error) {
  if (error.name === "InvalidStateError") return "This device already has a passkey for your account.";
  if (error.name === "NotAllowedError" || error.name === "AbortError") return "No passkey was used. Try again when you're ready.";
  return error.name === "Error" && error.message ? error.message : "The browser couldn't use the passkey. Reload the page and try again.";
}
