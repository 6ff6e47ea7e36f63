// On a telephone a filter would fill more than a screen before the list that it is about: there it is folded at first.
const NARROW = "(max-width: 40.0525em)";

export function foldOnTelephones() {
  if (!window.matchMedia(NARROW).matches) return;
  for (const each of document.querySelectorAll("details[data-folds]")) each.open = false;
}
