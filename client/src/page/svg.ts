/** Makes an SVG element. */
export function svg(element: keyof SVGElementTagNameMap, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', element);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
