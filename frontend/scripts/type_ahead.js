// A long list becomes a box to type in; the list itself stays underneath and is what is sent.
import accessibleAutocomplete from "accessible-autocomplete/src/wrapper.js";

export function startTypeAhead() {
  for (const list of document.querySelectorAll("select[data-type-ahead]")) {
    const describedBy = list.getAttribute("aria-describedby");
    accessibleAutocomplete.enhanceSelectElement({
      selectElement: list,
      defaultValue: list.selectedOptions[0]?.value ? list.selectedOptions[0].text : "",
      showAllValues: list.options.length < 30,
      autoselect: false,
      confirmOnBlur: false,
      tNoResults: () => "Nothing in the list matches",
    });
    if (describedBy) document.getElementById(list.id.replace(/-select$/, ""))?.setAttribute("aria-describedby", describedBy);
    sendNothingWhenEmptied(list);
  }
}

// The list would otherwise keep its last choice after the box has been emptied or overtyped.
function sendNothingWhenEmptied(list) {
  const box = document.getElementById(list.id.replace(/-select$/, ""));
  box?.addEventListener("blur", () => {
    const typed = box.value.trim().toLowerCase();
    const chosen = [...list.options].find((option) => option.text.toLowerCase() === typed);
    list.value = chosen ? chosen.value : "";
  });
}
