import type { Reference } from '../../names/reference.ts';
import { broken } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { lastTry } from '../waiting.ts';
import { useRepository } from './wrong-reference.ts';

/** Registries that a reference may lead to by mistake, and the cause then. */
const codes: ReadonlyMap<string, string> = new Map([
  ['docker.io', 'HW0102'],
  ['public.ecr.aws', 'HW0113'],
]);

/** Where an image of the name would be in a private registry, if its host is one that is named by mistake. */
export interface Namesake {
  /** Key of the fact in `elsewhere`, such as `docker.io/team/app`. */
  readonly key: string;
  /** Names that the repository may have. */
  readonly names: readonly string[];
}

/** @returns undefined for a host that nobody names by mistake, and where the kubelet did not fail to pull. */
export function namesakeOf(subject: Subject, { domain, path }: Reference): Namesake | undefined {
  if (!codes.has(domain) || !hasFailed(subject)) return undefined;
  const rest = path.replace(/^[^/]+\//, '');
  // Docker Hub's own images are of `library`; those of ECR Public are below the alias of a registry.
  const names = domain === 'docker.io' ? [path.replace(/^library\//, '')] : [path, rest];
  return { key: `${domain}/${path}`, names: [...new Set(names)] };
}

/** Whether the last try failed, and not because the registry that was asked lets nobody pull that often. */
function hasFailed(subject: Subject): boolean {
  const last = lastTry(subject);
  return last !== undefined && !/toomanyrequests|429|rate limit/i.test(last.said);
}

/**
 * An image that is asked for at Docker Hub or ECR Public, where it cannot be pulled, while a private registry has a repository
 * of its name.
 */
export function meantForPrivate(subject: Subject, reference: Reference): LinkOutcome | undefined {
  const namesake = namesakeOf(subject, reference);
  const code = codes.get(reference.domain);
  if (namesake === undefined || code === undefined) return undefined;
  const elsewhere = subject.world.elsewhere[namesake.key];
  const [there] = elsewhere?.state === 'known' ? elsewhere.value : [];
  if (there === undefined) return undefined;
  const { image } = subject;
  const asked =
    code === 'HW0102'
      ? `${image} names no registry, so that Docker Hub is asked`
      : `${image} names ECR Public`;
  const said = lastTry(subject)?.said ?? '';
  return broken(
    code,
    {
      text: `${asked}, where it cannot be pulled; ${there} has a repository of that name`,
      message: said,
    },
    useRepository(subject, there),
  );
}
