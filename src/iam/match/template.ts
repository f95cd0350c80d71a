import { type Glob, globMatches, globOf, literalGlob } from './glob.ts';

/** Looks up a policy variable; undefined when the request has no single value for it. */
export type Resolve = (key: string) => string | undefined;

type Part =
  | { readonly text: string; readonly wild: boolean }
  | { readonly key: string; readonly fallback: string | undefined };

/**
 * A text of a policy with variables in it: `home/${aws:username}`, `${aws:PrincipalTag/team, 'none'}`,
 * and the escapes `${*}`, `${?}`, `${$}` (IAM User Guide, "Variables and tags").
 */
export type Template = readonly Part[];

const variable = /\$\{([^}]*)\}/g;
const withDefault = /^(.*?),\s*'([^']*)'$/s;

/** Undefined when the text has no variables, so that callers keep their quick way for fixed text. */
export function templateOf(text: string): Template | undefined {
  if (!text.includes('${')) return undefined;
  const parts: Part[] = [];
  let last = 0;
  for (const found of text.matchAll(variable)) {
    parts.push({ text: text.slice(last, found.index), wild: true });
    parts.push(partOf(found[1] ?? ''));
    last = found.index + found[0].length;
  }
  if (parts.length === 0) return undefined;
  parts.push({ text: text.slice(last), wild: true });
  return parts;
}

function partOf(inside: string): Part {
  if (inside === '*' || inside === '?' || inside === '$') return { text: inside, wild: false };
  const [, key, fallback] = withDefault.exec(inside) ?? [];
  if (key !== undefined && fallback !== undefined) return { key: key.trim(), fallback };
  return { key: inside.trim(), fallback: undefined };
}

/** The names of the variables, for reports of what a request lacks. */
export function variablesOf(template: Template): string[] {
  return template.flatMap((part) => ('key' in part ? [part.key] : []));
}

/** The text with its variables filled in; undefined when one of them has no value. */
export function fillText(template: Template, resolve: Resolve): string | undefined {
  let filled = '';
  for (const part of template) {
    const text = 'key' in part ? (resolve(part.key) ?? part.fallback) : part.text;
    if (text === undefined) return undefined;
    filled += text;
  }
  return filled;
}

/** The same as a glob: what a variable brings in is literal, its stars are no wildcards. */
function fillGlob(template: Template, resolve: Resolve): Glob | undefined {
  const filled: number[] = [];
  for (const part of template) {
    if ('key' in part) {
      const text = resolve(part.key) ?? part.fallback;
      if (text === undefined) return undefined;
      filled.push(...literalGlob(text));
    } else {
      filled.push(...(part.wild ? globOf(part.text) : literalGlob(part.text)));
    }
  }
  return filled;
}

/** Whether a text matches the filled-in template as a glob; false when a variable has no value. */
export function templateMatches(template: Template, text: string, resolve: Resolve): boolean {
  const glob = fillGlob(template, resolve);
  return glob !== undefined && globMatches(glob, text);
}
