// Says before the session ends, offers to go on, and keeps what was typed if nobody answers.
import { keep } from "./drafts.js";

const MINUTES_OF_WARNING = 5;

export function watchSession() {
  const minutes = Number(document.body.dataset.sessionMinutes);
  if (!minutes || !HTMLDialogElement) return;
  const box = makeBox();
  let timers = [];

  const begin = () => {
    timers.forEach(clearTimeout);
    timers = [
      setTimeout(() => box.showModal(), Math.max(minutes - MINUTES_OF_WARNING, minutes / 2) * 60_000),
      setTimeout(end, minutes * 60_000 - 5_000),
    ];
  };
  const end = async () => {
    await keep("kept");
    dispatchEvent(new Event("onroll:leaving"));
    location.reload();
  };

  box.querySelector("button").addEventListener("click", async () => {
    const answer = await fetch(document.body.dataset.keepUrl || location.pathname, { method: "HEAD", redirect: "manual" }).catch(() => null);
    box.close();
    if (answer?.ok) begin();
    else await end();
  });
  begin();
}

function makeBox() {
  const box = document.createElement("dialog");
  box.className = "session";
  box.setAttribute("aria-labelledby", "session-heading");
  box.innerHTML = `<h2 class="session__heading" id="session-heading">Are you still there?</h2>
    <p class="session__words">For safety you will be signed out in ${MINUTES_OF_WARNING} minutes. What you have typed on this page will be kept until you sign in again in this window.</p>
    <button class="govuk-button" type="button">Stay signed in</button>`;
  document.body.append(box);
  return box;
}
