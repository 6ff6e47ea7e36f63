// Warns before typed answers are left behind, and sends a form once however often the button is pressed.
const SECONDS_BEFORE_SENDING_AGAIN = 20;

export const guarded = () => document.querySelectorAll("main form[method='post']:not([data-no-guard])");

export function guardForms() {
  let unsaved = false;
  for (const form of guarded()) {
    form.addEventListener("input", () => { unsaved = true; });
    form.addEventListener("submit", (event) => sendOnce(form, event, () => { unsaved = false; }));
  }
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  addEventListener("onroll:leaving", () => { unsaved = false; });
  addEventListener("pageshow", () => { for (const form of guarded()) delete form.dataset.sent; });
}

// Said instead of a page of the browser's own, behind which what was typed would be gone.
function sayOffline(form) {
  form.previousElementSibling?.matches("[data-offline]") && form.previousElementSibling.remove();
  const note = document.createElement("div");
  note.className = "inset inset--warn";
  note.dataset.offline = "";
  note.tabIndex = -1;
  note.setAttribute("role", "alert");
  note.textContent = "There is no connection, and nothing was sent. What you typed is still here. Try again when you are connected.";
  form.before(note);
  note.focus();
}

function sendOnce(form, event, sent) {
  if (event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    sayOffline(form);
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, SECONDS_BEFORE_SENDING_AGAIN * 1000);
  sent();
}
