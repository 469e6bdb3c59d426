/** An element that index.html is known to have. @throws Error where it has not */
export function element<E extends Element>(id: string, type: new () => E): E {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`index.html lacks #${id}`);
  return found;
}

/** A new element with this text. */
export function made<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  className = '',
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}

/** Leaves equal text alone, so that a screen reader says only what is new. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Names and values as the rows of a description list; rows that stand are written over, not made anew. */
export function writeFacts(
  list: HTMLElement,
  facts: readonly (readonly [name: string, value: string])[],
): void {
  if (list.children.length !== facts.length * 2) {
    list.replaceChildren(...facts.flatMap(() => [made('dt'), made('dd')]));
  }
  for (const [index, [name, value]] of facts.entries()) {
    const [term, description] = [list.children[index * 2], list.children[index * 2 + 1]];
    if (term) write(term, name);
    if (description) write(description, value);
  }
}
