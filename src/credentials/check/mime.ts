/** A part of a MIME message. */
export interface MimePart {
  /** Such as `text/x-shellscript`, in lower case. */
  readonly type: string;
  readonly text: string;
}

/**
 * The parts of a multipart MIME message, as cloud-init accepts user data, decoded if they are in `base64`. (RFC
 * 2046, 5.1)
 * @returns undefined for a text that is no such message.
 */
export function mimeParts(text: string): readonly MimePart[] | undefined {
  const lines = text.replaceAll('\r\n', '\n');
  const { head, body } = split(lines);
  const type = head.get('content-type');
  if (type === undefined || !/^multipart\//i.test(type)) return undefined;
  const boundary = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`;
  const parts: string[][] = [];
  for (const line of body.split('\n')) {
    if (line.trimEnd() === `${mark}--`) break;
    if (line.trimEnd() === mark) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.flatMap((part) => partOf(part.join('\n')));
}

function partOf(text: string): readonly MimePart[] {
  const { head, body } = split(text);
  const type = (head.get('content-type') ?? 'text/plain').split(';', 1)[0]?.trim().toLowerCase();
  const isEncoded = head.get('content-transfer-encoding')?.toLowerCase() === 'base64';
  const content = isEncoded ? Buffer.from(body, 'base64').toString() : body;
  // Parts may have parts themselves.
  return mimeParts(text) ?? [{ type: type ?? '', text: content }];
}

function split(text: string): {
  readonly head: ReadonlyMap<string, string>;
  readonly body: string;
} {
  const end = text.indexOf('\n\n');
  const head = new Map<string, string>();
  if (end === -1) return { head, body: text };
  // A header continues in lines that begin with a space.
  for (const line of text
    .slice(0, end)
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')) {
    const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) head.set(name.toLowerCase(), value.trim());
  }
  return { head, body: text.slice(end + 2) };
}
