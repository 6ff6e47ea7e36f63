// Everything here improves a page that already works. If one part fails, the others still start.
import { startComponents } from "./scripts/components.js";
import { startTypeAhead } from "./scripts/type_ahead.js";
import { guardForms } from "./scripts/guard_forms.js";
import { startDrafts } from "./scripts/drafts.js";
import { watchSession } from "./scripts/session.js";
import { watchForKnownChildren } from "./scripts/already_known.js";
import { foldOnTelephones } from "./scripts/folds.js";

for (const start of [startComponents, startTypeAhead, guardForms, startDrafts, watchSession, watchForKnownChildren, foldOnTelephones]) {
  try {
    start();
  } catch (problem) {
    console.error(problem);
  }
}
