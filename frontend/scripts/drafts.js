// Keeps answers when a session ends, or a connection, before they arrive. They stay in this tab only, sealed with a key
// that the server gives to the same person alone, and they are dropped as soon as the server says that it has them (in a
// cookie: the address of the form, nothing else) or the tab is closed.
import { guarded } from "./guard_forms.js";

const PREFIX = "onroll-draft:";
const ARRIVED = "onroll-arrived";
const UNSENT = {
  kept: "You were signed out before this was saved. What you had typed is below. Check it, then save.",
  lost: "We cannot tell whether this was saved: the answer did not come. What you had typed is below. Look at the record first, then send it again if it is not there.",
};
const here = () => PREFIX + location.pathname;
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const decode = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export function startDrafts() {
  if (!globalThis.crypto?.subtle) return;
  const secret = document.body.dataset.draftKey;
  settle(Boolean(secret));
  if (!secret) return;
  for (const form of guarded()) form.addEventListener("submit", (event) => { if (!event.defaultPrevented) { forgetArrival(); void keep("sent"); } });
  void restore();
}

// A draft on its way is dropped when the server has it, and kept when the way led to signing in, or nowhere.
function settle(signedIn) {
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
    const draft = JSON.parse(sessionStorage.getItem(name));
    if (draft.state !== "sent") continue;
    if (arrived(name.slice(PREFIX.length))) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify({ ...draft, state: signedIn ? "lost" : "kept" }));
  }
}

const arrived = (path) => document.cookie.split("; ").includes(`${ARRIVED}=${encodeURIComponent(path)}`);

function forgetArrival() {
  document.cookie = `${ARRIVED}=; path=/; max-age=0; samesite=lax`;
}

export async function keep(state) {
  const form = guarded()[0];
  if (!form || !document.body.dataset.draftKey) return;
  const answers = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !secretField(form, name));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key(), new TextEncoder().encode(JSON.stringify(answers)));
  sessionStorage.setItem(here(), JSON.stringify({ state, iv: encode(iv), sealed: encode(sealed) }));
}

async function restore() {
  const stored = sessionStorage.getItem(here());
  const form = guarded()[0];
  if (!stored || !form) return;
  sessionStorage.removeItem(here());
  const { state, iv, sealed } = JSON.parse(stored);
  let answers;
  try {
    answers = JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: decode(iv) }, await key(), decode(sealed))));
  } catch {
    return; // Somebody else has signed in: the draft was not theirs, and it is gone.
  }
  fill(form, answers);
  say(form, UNSENT[state] ?? UNSENT.kept);
}

function fill(form, answers) {
  const given = Map.groupBy ? Map.groupBy(answers, ([name]) => name) : group(answers);
  for (const control of form.elements) {
    const values = given.get(control.name)?.map(([, value]) => value);
    if (!control.name || control.type === "hidden" || control.type === "file") continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = Boolean(values?.includes(control.value));
    else if (values) control.value = values[0];
    if (values) control.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  dispatchEvent(new Event("pageshow")); // GOV.UK's radios then show what the answers reveal
}

function group(pairs) {
  const groups = new Map();
  for (const pair of pairs) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}

function say(form, words) {
  const note = document.createElement("div");
  note.className = "inset inset--warn";
  note.setAttribute("role", "status");
  note.textContent = words;
  form.before(note);
}

function secretField(form, name) {
  return name === "csrfmiddlewaretoken" || form.querySelector(`[name="${CSS.escape(name)}"][type="password"]`);
}

const key = () => crypto.subtle.importKey("raw", decode(document.body.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
