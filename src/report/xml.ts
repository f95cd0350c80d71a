/** An element of XML. @param isMarkup the content is elements, not text. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
  isMarkup = false,
): string {
  const given = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escaped(`${value}`)}"`,
  );
  const inner = isMarkup ? content : escaped(content);
  const start = `<${name}${given.join('')}`;
  return inner === '' ? `${start}/>\n` : `${start}>${isMarkup ? '\n' : ''}${inner}</${name}>\n`;
}

const control = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/**
 * Text for XML 1.0, which does not allow most control characters. Line breaks are written out: an attribute would lose
 * them, and a line that begins with others' words may be a command to a runner of CI, as `##[` is wherever it stands.
 */
function escaped(text: string): string {
  return text
    .replaceAll(control, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\r', '&#13;')
    .replaceAll('##', '#&#35;');
}
