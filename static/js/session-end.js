/* Says so before the session ends, and extends it by one press. Any page that is opened in any tab counts as use. */
const SEEN = "vuon.seen";

export function sessionEnd(box) {
  const text = box.querySelector("p");
  const form = box.querySelector("form");
  const warning = Number(box.dataset.warn) * 1000;
  const usual = text.textContent;
  let life = Number(box.dataset.seconds) * 1000;
  let seen = Date.now();

  const note = () => {
    seen = Date.now();
    try {
      localStorage.setItem(SEEN, `${box.dataset.owner} ${seen}`);
    } catch {}
  };
  const lastSeen = () => {
    try {
      const [owner, moment] = (localStorage.getItem(SEEN) ?? "").split(" ");
      return form && owner === box.dataset.owner ? Math.max(seen, Number(moment)) : seen;
    } catch {
      return seen;
    }
  };
  const look = () => {
    const left = lastSeen() + life - Date.now();
    const late = left <= warning;
    if (left <= 0) {
      text.textContent = box.dataset.ended;
      form?.remove();
    } else {
      text.textContent = usual;
    }
    if (late && box.hidden) {
      box.hidden = false;
    } else if (!late) {
      box.hidden = true;
    }
  };
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "error" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
      .then(({ seconds }) => {
        life = seconds * 1000;
        note();
        look();
      })
      .catch(() => {
        text.textContent = box.dataset.ended;
        form.remove();
      });
  });
  note();
  look();
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
}
