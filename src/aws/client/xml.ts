/** An element of an XML response. AWS's protocols use only elements and their text. */
export interface XmlElement {
  readonly name: string;
  /** Its text, if it has no child elements. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

interface Open {
  readonly name: string;
  readonly children: XmlElement[];
  text: string;
}

/**
 * Parses an answer of AWS. Attributes, comments and processing instructions are ignored.
 * @throws SyntaxError if elements are not closed in order.
 */
export function parseXml(xml: string): XmlElement {
  const root: Open = { name: '', text: '', children: [] };
  const stack: Open[] = [root];
  let at = 0;
  for (const match of xml.matchAll(
    /<(?:\?[^>]*|!--[\s\S]*?--|\/([^\s>]+)\s*|([^\s/>!?]+)[^>]*?(\/?))>/g,
  )) {
    const top = stack.at(-1) as Open;
    top.text += xml.slice(at, match.index);
    at = match.index + match[0].length;
    const [, closed, opened, selfClosing] = match;
    if (opened !== undefined) {
      const element: Open = { name: opened, text: '', children: [] };
      if (selfClosing === '/') top.children.push(closedElement(element));
      else stack.push(element);
    } else if (closed !== undefined) {
      const element = stack.pop();
      const parent = stack.at(-1);
      if (element?.name !== closed || parent === undefined) {
        throw new SyntaxError(`the answer is no XML: </${closed}> closes nothing`);
      }
      parent.children.push(closedElement(element));
    }
  }
  const [document] = root.children;
  if (document === undefined || stack.length > 1) {
    throw new SyntaxError('the answer is no XML: an element is not closed');
  }
  return document;
}

function closedElement({ name, text, children }: Open): XmlElement {
  const plain = children.length > 0 ? '' : text;
  return {
    name,
    text: plain.replace(/&(lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity),
    children,
  };
}

/** The element at a path of names; undefined where there is none. */
export function childAt(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let found: XmlElement | undefined = element;
  for (const name of path) found = found?.children.find((child) => child.name === name);
  return found;
}

/** The text of the element at a path of names; undefined if it does not exist or is empty. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  const text = childAt(element, ...path)?.text.trim();
  return text === '' ? undefined : text;
}

/** The members of a list, whose elements are named `item` or otherwise. */
export function itemsAt(element: XmlElement, ...path: readonly string[]): readonly XmlElement[] {
  return childAt(element, ...path)?.children ?? [];
}
