import { parseRepositoryKey, repositoryUri } from '../../names/repository.ts';
import type { Subject } from '../subject.ts';

/** The image of the pull in another repository, given as `account/region/name`. */
export function imageIn({ image = '' }: Subject, key: string): string {
  const rest = /(?::[\w][\w.-]*)?(?:@[\w:]+)?$/.exec(image)?.[0] ?? '';
  return `${repositoryUri(parseRepositoryKey(key))}${rest}`;
}
