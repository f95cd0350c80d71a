/** A resource block. */
export function resource(type: string, name: string, attributes: Record<string, string>): string {
  const width = Math.max(...Object.keys(attributes).map(({ length }) => length));
  const lines = Object.entries(attributes).map(
    ([key, value]) => `  ${key.padEnd(width)} = ${value}`,
  );
  return [`resource "${type}" "${labelOf(name)}" {`, ...lines, '}'].join('\n');
}

/** Names in Terraform consist of letters, digits, `_` and `-`, and do not begin with a digit. */
function labelOf(name: string): string {
  return name.replace(/[^\w-]/g, '_').replace(/^(?=\d)/, '_');
}

/** A quoted text: `${` and `%{` begin templates in HCL. */
export function text(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&');
}

/** Through jsonencode, whose argument accepts JSON's own syntax for objects. */
export function json(document: object): string {
  const lines = JSON.stringify(document, null, 2).split('\n').join('\n  ');
  return `jsonencode(${lines.replace(/[$%](?=\{)/g, '$&$&')})`;
}
