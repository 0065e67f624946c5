/** An element of a text, with nothing but what is named here. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (Node | string)[] = [],
): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== '') made.setAttribute(name, value);
  made.append(...children);
  return made;
}
