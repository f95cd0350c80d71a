import { ecrImageNamed } from '../../names/ecr-image.ts';
import { broken, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';

/**
 * Whoever created the pod was given another image than the template of its workload has, and that one is not there: a
 * mutating webhook changed it, for nothing else comes between the two.
 */
export function rewritten({
  container,
  image,
  repository,
  imageFacts,
  world,
}: Subject): LinkOutcome {
  const { templateImage } = container ?? {};
  if (templateImage === undefined || image === undefined || templateImage === image) {
    return skipped('the pod has the image of its template');
  }
  const isGone = repository.state === 'absent' || imageFacts.state === 'absent';
  if (ecrImageNamed(image) === undefined || !isGone) {
    return skipped(`the template has ${templateImage}`);
  }
  const mutating = Object.entries(world.webhooks ?? {}).flatMap(([name, fact]) =>
    fact.state === 'known' && fact.value.kind === 'mutating' ? [name] : [],
  );
  const by = mutating.length === 0 ? 'a mutating webhook' : mutating.join(' or ');
  return broken(
    'HW0304',
    `the template of the workload has ${templateImage}, the pod has ${image}, which does not exist: ${by} changed it`,
    {
      text: `Correct the rule of ${by}, or make what it points to: a pull through cache rule, or a copy of the image. Then have the pod made anew.`,
    },
  );
}
