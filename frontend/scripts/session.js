// Says before the session ends, offers to go on, and keeps what was typed if nobody answers.
import { keep } from "./drafts.js";

const WARNING = 5 * 60_000;
const LOOK_EVERY = 10_000;
const LAST = "onroll-last-request"; // shared by the tabs of this browser: work in one keeps the others signed in

export function watchSession() {
  const allowed = Number(document.body.dataset.sessionMinutes) * 60_000;
  if (!allowed || typeof HTMLDialogElement === "undefined") return;
  const box = makeBox();
  let ended = false;

  const look = async () => {
    const idle = Date.now() - Number(localStorage.getItem(LAST));
    if (idle < allowed - WARNING) {
      if (box.open) box.close();
    } else if (idle < allowed + LOOK_EVERY) {
      if (!box.open) box.showModal();
    } else if (!ended) {
      ended = true; // only now: a request made sooner would keep the session alive
      await leave();
    }
  };

  box.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(document.body.dataset.keepUrl, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return leave();
    localStorage.setItem(LAST, Date.now());
    box.close();
  });
  localStorage.setItem(LAST, Date.now());
  setInterval(look, LOOK_EVERY);
}

// The same address, asked for anew, leads to the sign-in page and back.
async function leave() {
  await keep("kept");
  dispatchEvent(new Event("onroll:leaving"));
  location.replace(location.pathname + location.search);
}

function makeBox() {
  const box = document.createElement("dialog");
  box.className = "session";
  box.setAttribute("aria-labelledby", "session-heading");
  box.innerHTML = `<h2 class="session__heading" id="session-heading">Are you still there?</h2>
    <p class="session__words">For safety you will be signed out in a few minutes. What you have typed on this page will be kept until you sign in again in this window.</p>
    <button class="govuk-button" type="button">Stay signed in</button>`;
  document.body.append(box);
  return box;
}
