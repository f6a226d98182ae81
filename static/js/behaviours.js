/* Starts every behaviour that a page asks for by data-behaviour="name name"; pages work without any of them. */
import { fileDrop } from "./file-drop.js";
import { focusFirst } from "./focus-first.js";
import { forgetAll, keepDraft, notSaved, saved } from "./keep-draft.js";
import { palette, shortcuts } from "./palette.js";
import { sendUnseen } from "./send-unseen.js";
import { sessionEnd } from "./session-end.js";
import { submitOnce } from "./submit-once.js";
import { suggest } from "./suggest.js";
import { warnUnsaved } from "./warn-unsaved.js";

const BEHAVIOURS = {
  "file-drop": fileDrop,
  "focus-first": focusFirst,
  "forget-drafts": forgetAll,
  "keep-draft": keepDraft,
  "not-saved": notSaved,
  palette,
  saved,
  "send-unseen": sendUnseen,
  "session-end": sessionEnd,
  shortcuts,
  "submit-once": submitOnce,
  suggest,
  "warn-unsaved": warnUnsaved,
};

function start(within) {
  for (const element of within.querySelectorAll("[data-behaviour]")) {
    for (const name of element.dataset.behaviour.split(/\s+/)) {
      BEHAVIOURS[name]?.(element);
    }
  }
}

start(document);
document.addEventListener("page:changed", () => start(document.querySelector("main")));
