// GOV.UK's and MOJ's own behaviour, only for the components that the pages use.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { Checkboxes } from "govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { Radios } from "govuk-frontend/dist/govuk/components/radios/radios.mjs";
import { ServiceNavigation } from "govuk-frontend/dist/govuk/components/service-navigation/service-navigation.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { ButtonMenu } from "@ministryofjustice/frontend/moj/components/button-menu/button-menu.mjs";
import { MultiSelect } from "@ministryofjustice/frontend/moj/components/multi-select/multi-select.mjs";

// GOV.UK's radios say `aria-expanded`, which a radio may not have: readers ignore it or say nonsense. And theirs hide what
// two answers reveal when the first of them is chosen: here it opens, beneath the very answer that was chosen.
class RevealingRadios extends Radios {
  syncConditionalRevealWithInputState(input) {
    super.syncConditionalRevealWithInputState(input);
    input.removeAttribute("aria-expanded");
    const revealed = input.getAttribute("aria-controls");
    const chosen = revealed && [...this.$inputs].find((each) => each.checked && each.getAttribute("aria-controls") === revealed);
    if (!chosen) return;
    const asked = document.getElementById(revealed);
    asked.classList.remove("govuk-radios__conditional--hidden");
    if (!asked.contains(document.activeElement)) chosen.closest(".govuk-radios__item").after(asked);
  }
}

const USED = [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput,
  RevealingRadios, ServiceNavigation, SkipLink, ButtonMenu, MultiSelect,
];

export function startComponents() {
  for (const component of USED) createAll(component);
}
