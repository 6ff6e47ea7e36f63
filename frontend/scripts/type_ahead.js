// A long list becomes a box to type in; the list itself stays underneath and is what is sent.
import accessibleAutocomplete from "accessible-autocomplete/src/wrapper.js";

export function startTypeAhead() {
  for (const list of document.querySelectorAll("select[data-type-ahead]")) {
    const describedBy = list.getAttribute("aria-describedby");
    accessibleAutocomplete.enhanceSelectElement({
      selectElement: list,
      defaultValue: list.selectedOptions[0]?.value ? list.selectedOptions[0].text : list.dataset.typed || "",
      showAllValues: list.options.length < 30,
      autoselect: false,
      name: `${list.name}-typed`, // what was typed is sent as well, so that words of no list are not lost without a word
      source: (query, populate) => populate(matching(list, query)),
      confirmOnBlur: false,
      tNoResults: () => "Nothing in the list matches",
    });
    if (describedBy) document.getElementById(list.id.replace(/-select$/, ""))?.setAttribute("aria-describedby", describedBy);
    sendNothingWhenEmptied(list);
  }
}

// Those that begin with what was typed come before those that only hold it.
function matching(list, query) {
  const typed = query.trim().toLowerCase();
  const texts = [...list.options].filter((option) => option.value).map((option) => option.text);
  const holding = texts.filter((text) => text.toLowerCase().includes(typed));
  const begins = (text) => text.toLowerCase().startsWith(typed);
  return [...holding.filter(begins), ...holding.filter((text) => !begins(text))];
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
