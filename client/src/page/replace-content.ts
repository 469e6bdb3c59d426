/**
 * Exchanges what is in an element. Who has the focus in it keeps that, by the id of what has it, and with it what was
 * typed there and not yet taken: news come while somebody writes.
 */
export function replaceContent(host: HTMLElement, content: readonly Node[]): void {
  const focused = host.contains(document.activeElement) ? document.activeElement : null;
  let typed: string | null = null;
  if (focused instanceof HTMLInputElement && isWritten(focused)) {
    typed = focused.value;
    // Chromium has what is taken away tell of its change: nobody has finished it.
    focused.defaultValue = typed;
  }
  host.replaceChildren(...content);
  const again = focused?.id ? document.getElementById(focused.id) : null;
  again?.focus();
  if (typed !== null && again instanceof HTMLInputElement) again.value = typed;
}

/** Whether somebody has begun to write in it. */
export function isWritten(input: HTMLInputElement): boolean {
  return ['text', 'number'].includes(input.type) && input.value !== input.defaultValue;
}
