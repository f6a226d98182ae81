/* Starts every behaviour that a page asks for by data-behaviour="name name"; pages work without any of them. */
import { focusFirst } from "./focus-first.js";
import { sendUnseen } from "./send-unseen.js";
import { submitOnce } from "./submit-once.js";
import { suggest } from "./suggest.js";
import { warnUnsaved } from "./warn-unsaved.js";

const BEHAVIOURS = {
  "focus-first": focusFirst,
  "send-unseen": sendUnseen,
  "submit-once": submitOnce,
  suggest,
  "warn-unsaved": warnUnsaved,
};

for (const element of document.querySelectorAll("[data-behaviour]")) {
  for (const name of element.dataset.behaviour.split(/\s+/)) {
    BEHAVIOURS[name]?.(element);
  }
}
