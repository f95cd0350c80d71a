import { load } from 'js-yaml';
import { KubeletConfigError } from '../../kubelet/errors.ts';
import { parseKubeletFlags } from './flags.ts';
import { type MimePart, mimeParts } from './mime.ts';

/** A CredentialProviderConfig within another file, such as the user data of a node. */
export interface Embedded {
  readonly text: string;
  /** The path on the node that it is written to, if the file states it. */
  readonly path?: string;
  /** Flags of the kubelet in the file. */
  readonly flags?: ReadonlyMap<string, string>;
}

const kind = /^\s*"?kind"?\s*:\s*"?CredentialProviderConfig\b/m;

/**
 * Extracts the configuration from user data (MIME with several parts, or a shell script that writes it) or from
 * the machine configuration of Talos. (EKS User Guide, "Customize managed nodes with launch templates";
 * nodeadm: NodeConfig; Talos: machine.kubelet.credentialProviderConfig)
 * @returns undefined for a file that is none of these.
 * @throws KubeletConfigError when it is one of these, and has no configuration in it.
 */
export function embeddedConfig(text: string): Embedded | undefined {
  const parts = mimeParts(text);
  if (parts !== undefined) return inParts(parts);
  if (text.startsWith('#!')) return inScript(text) ?? none('this shell script writes');
  if (/^machine:/m.test(text) && !/^kind:/m.test(text)) return inMachine(text);
  return undefined;
}

function inParts(parts: readonly MimePart[]): Embedded {
  const nodes = parts.filter(
    ({ type, text }) => type === 'application/node.eks.aws' || isNode(text),
  );
  const words = nodes.flatMap(({ text }) =>
    strings(at(load(text, { maxAliases: 0 }), 'spec', 'kubelet', 'flags')),
  );
  const flags = words.length === 0 ? undefined : parseKubeletFlags(words.join(' '));
  for (const { text } of parts) {
    const found = inScript(text) ?? (kind.test(text) ? { text } : undefined);
    if (found !== undefined) return { ...found, ...(flags === undefined ? {} : { flags }) };
  }
  return none('the user data has');
}

function isNode(text: string): boolean {
  return /^kind:\s*NodeConfig\b/m.test(text);
}

/** A here-document: `cat > FILE <<'WORD'`, with the words before and after the operator. */
const here = /^([^\n]{0,500})<<-?\s*(["']?)(\w{1,100})\2([^\n]{0,500})\n([\s\S]*?)\n\s*\3\s*$/gm;

function inScript(script: string): Embedded | undefined {
  for (const [, before = '', , , after = '', text = ''] of script.matchAll(here)) {
    if (!kind.test(text)) continue;
    const path = /(?:>|\btee(?:\s+-a)?)\s*["']?([^\s"'<>|]+)/.exec(`${before} ${after}`)?.[1];
    return { text, ...(path === undefined ? {} : { path }) };
  }
  return undefined;
}

function inMachine(text: string): Embedded {
  const [first = ''] = text.replace(/^---\s*$/m, '').split(/^---\s*$/m);
  const config = at(
    load(first, { maxAliases: 0 }),
    'machine',
    'kubelet',
    'credentialProviderConfig',
  );
  return config === undefined
    ? none('machine.kubelet of this machine configuration has')
    : { text: JSON.stringify(config) };
}

function none(where: string): never {
  throw new KubeletConfigError(`${where} no CredentialProviderConfig`);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
