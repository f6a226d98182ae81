/* Keeps long texts of a form in this tab until they are saved: after a crash, a closed page or an ended session they come back. */
const PREFIX = "vuon.draft ";
const PAUSE = 400;
const SENT = "vuon.sent";
const box = () => document.querySelector("[data-owner]");
const owner = () => box()?.dataset.owner ?? "";

const read = (key) => {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "{}");
  } catch {
    return {};
  }
};
const write = (key, kept) => {
  try {
    if (Object.keys(kept).length) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  } catch {}
};
const drafts = () => {
  try {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
};
const sent = () => {
  try {
    return sessionStorage.getItem(SENT);
  } catch {
    return null;
  }
};
const mark = (key) => {
  try {
    if (key) sessionStorage.setItem(SENT, key);
    else sessionStorage.removeItem(SENT);
  } catch {}
};
const forget = () => {
  if (sent()) write(sent(), {});
  mark(null);
};

export function keepDraft(form) {
  const areas = [...form.querySelectorAll("textarea[name]")];
  if (!areas.length || !owner()) return;
  const key = `${PREFIX}${owner()} ${form.getAttribute("action")}`;
  const failed = document.querySelector(".error-summary, .notice-danger");
  let waiting;

  if (!failed && sent() === key) forget();
  if (!failed) {
    const still = Object.entries(read(key)).filter(([name, { base }]) => areas.some((area) => area.name === name && area.value === base));
    write(key, Object.fromEntries(still)); // what was written on an older text is of no use any more
  }
  for (const area of areas) {
    const kept = read(key)[area.name];
    if (kept && !failed && kept.base === area.value && kept.text !== area.value) {
      area.value = kept.text;
      const told = Object.assign(document.createElement("p"), { className: "hint", textContent: box().dataset.restored });
      told.setAttribute("role", "status");
      area.after(told);
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  const keep = () => {
    const changed = areas.filter((area) => area.value !== area.defaultValue);
    write(key, Object.fromEntries(changed.map((area) => [area.name, { base: area.defaultValue, text: area.value }])));
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    keep();
    mark(key);
  });
}

/* On a page that says that something was saved. */
export function saved() {
  forget();
}

/* On a page that gives back what could not be saved. */
export function notSaved() {
  mark(null);
}

/* On the form that signs out: this tab keeps nothing of the person. */
export function forgetAll(form) {
  form.addEventListener("submit", () => drafts().forEach((key) => write(key, {})));
}
