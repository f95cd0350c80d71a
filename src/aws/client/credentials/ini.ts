export type Section = Readonly<Record<string, string>>;

/**
 * Reads the format of `~/.aws/config` and `~/.aws/credentials`: sections, `key = value`, whole-line
 * comments with `#` or `;`, ` #` or ` ;` ending a value; indented lines (nested settings) belong to the
 * setting above and are ignored. (AWS SDKs and Tools Reference Guide, "Shared config and credentials
 * files")
 */
export function parseIni(text: string): ReadonlyMap<string, Section> {
  const sections = new Map<string, Record<string, string>>();
  let current: Record<string, string> | undefined;
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const header = /^\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) {
      const name = header.replace(/\s+/g, ' ');
      current = sections.get(name) ?? Object.create(null);
      sections.set(name, current as Record<string, string>);
      continue;
    }
    const [, key, value] = /^([^\s#;=][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (current === undefined || key === undefined || value === undefined) continue;
    current[key.toLowerCase()] = value.replace(/\s[#;].*$/, '').trimEnd();
  }
  return sections;
}
