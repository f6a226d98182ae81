/* Lets a form go out once; coming back by the browser's history opens it again. */
export function submitOnce(form) {
  let sent = false;
  const mark = (busy) => {
    sent = busy;
    for (const button of form.querySelectorAll("button[type=submit]")) {
      button.setAttribute("aria-disabled", String(busy));
    }
  };
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    mark(true);
  });
  window.addEventListener("pageshow", () => mark(false));
}
