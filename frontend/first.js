// Loaded first in the body, before the page is drawn, so that what needs script is shown only where script runs.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
