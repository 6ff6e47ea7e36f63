// While a child's name and date of birth are typed, asks whether we may already know them. Never stops anyone.
const PAUSE = 600;

export function watchForKnownChildren() {
  for (const place of document.querySelectorAll("[data-already-known]")) {
    const form = place.closest("form");
    const names = place.dataset.watch.split(" ");
    let timer;
    form.addEventListener("input", (event) => {
      if (!names.includes(event.target.name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => ask(form, place), PAUSE);
    });
  }
}

// The answers travel in the body of the request: nothing about a child belongs in an address.
async function ask(form, place) {
  const answer = await fetch(place.dataset.alreadyKnown, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.ok && !answer.redirected) place.innerHTML = await answer.text();
}
