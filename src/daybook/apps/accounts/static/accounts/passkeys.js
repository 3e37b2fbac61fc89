// Passkeys: a form marked data-passkey asks the device, and is sent with what the device answers.
// "make": the question stands in the form. "show": it is asked for when the button is pressed.
const CANCELLED = new Set(["NotAllowedError", "AbortError"]);

function bytesOf(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function textOf(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function known(list) {
  return (list ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));
}

async function made({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      user: { ...publicKey.user, id: bytesOf(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
}

async function shown({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytesOf(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = textOf(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: textOf(credential.rawId), type, response, clientExtensionResults: {} });
}

async function question(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function ask(form) {
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "";
  try {
    const options = await question(form);
    const credential = await (form.dataset.passkey === "make" ? made(options) : shown(options));
    form.elements.credential.value = told(credential);
    form.submit();
  } catch (error) {
    if (error.name === "InvalidStateError") said.textContent = form.dataset.known;
    else said.textContent = CANCELLED.has(error.name) ? form.dataset.cancelled : form.dataset.failed;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const without of document.querySelectorAll("[data-passkey-without]")) without.hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
