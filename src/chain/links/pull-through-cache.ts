import { distinctNeeds } from '../../causes/need.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { cacheRuleFactsOf } from '../cache.ts';
import { holds, linkOf, notSeen, requiring, skipped } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import { cacheRuleOf, type Subject } from '../subject.ts';
import { imageAt, lookUp } from '../world.ts';
import { checkImport } from './cache-import.ts';
import { mistakenReference } from './cache-reference.ts';
import { checkTemplate } from './cache-template.ts';
import { checkUpstream } from './cache-upstream.ts';

/**
 * Where an image is not in the registry yet and a cache rule would bring it: its name is one that the upstream has, the role
 * may import it (ECR User Guide, "IAM permissions required to sync an upstream registry"), and ECR gets in upstream. An
 * image that is there is pulled without any of that.
 */
export const pullThroughCache = linkOf('pull-through-cache', ['place'], (subject) => {
  const { place, world } = subject;
  const rule = cacheRuleOf(place, world);
  if (rule.state === 'absent') return skipped('no cache rule fills the repository');
  const image = lookUp(world, imageAt(place));
  if (image.state === 'known') return holds('the image is in the registry: nothing is imported');
  if (image.state === 'unseen') return skipped('whether the image is in the registry is not seen');
  if (rule.state === 'unseen') return notSeen(rule.need);
  return firstFault(byRule(subject, place), () => [
    requiring(subject, ['byNode', 'role'], ({ role }) =>
      checkImport(subject, place, role.value, rule.value),
    ),
    ...ofEcr(subject, place),
  ]);
});

function byRule(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  const rule = cacheRuleFactsOf(place, subject.world);
  return rule.state === 'known' ? mistakenReference(subject, place, rule.value) : undefined;
}

/** What ECR itself needs, whoever pulls. */
function ofEcr(subject: Subject, place: EcrImage): LinkOutcome[] {
  const rule = cacheRuleFactsOf(place, subject.world);
  if (rule.state !== 'known') return rule.state === 'unseen' ? [notSeen(rule.need)] : [];
  return [...checkUpstream(subject, place, rule.value), checkTemplate(subject, place)];
}

/** What is broken first, with the rest of what is; else all that was not seen; else what holds. */
function firstFault(
  mistaken: LinkOutcome | undefined,
  others: () => readonly LinkOutcome[],
): LinkOutcome {
  if (mistaken !== undefined) return mistaken;
  const outcomes = others();
  const [first, ...more] = outcomes.filter((one) => one.status === 'broken');
  if (first !== undefined) {
    return more.length === 0 ? first : { ...first, others: more.map(({ finding }) => finding) };
  }
  const needs = outcomes.flatMap((one) => (one.status === 'unseen' ? one.needs : []));
  if (needs.length > 0) return notSeen(...distinctNeeds(needs));
  const [imported = skipped('there is no role to pull with')] = outcomes;
  return imported;
}
