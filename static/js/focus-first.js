/* Moves the keyboard to the error summary when a form comes back. */
export function focusFirst(element) {
  element.focus();
}
