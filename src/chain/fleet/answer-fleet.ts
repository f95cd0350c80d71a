import type { Need } from '../../causes/need.ts';
import { ecrImageNamed } from '../../names/ecr-image.ts';
import type { Proof } from '../proof.ts';
import type { FleetAnswer, PullAnswer } from './answer.ts';
import type { Expiry } from './expiry.ts';
import type { Fleet } from './fleet.ts';
import { countingCauses, grouped } from './group.ts';
import { type ProvenPull, proveFleet } from './prove-fleet.ts';

const worst: readonly Proof['verdict'][] = ['broken', 'unseen', 'holds'];

/**
 * Proves all pulls of a fleet and groups them by cause. The verdict is that of the pull that fares worst; what could not
 * be listed leaves it open.
 */
export function answerFleet(fleet: Fleet): FleetAnswer {
  const { pulls } = proveFleet(fleet);
  const verdicts = new Set(pulls.map(({ proof }) => proof.verdict));
  if (fleet.needs.length > 0) verdicts.add('unseen');
  const expiryOf = expiriesOf(fleet);
  return {
    verdict: worst.find((one) => verdicts.has(one)) ?? 'holds',
    pulls: pulls.map((pull) => pullAnswer(pull, expiryOf(pull.image))),
    groups: grouped(pulls),
    needs: neededBy(fleet, pulls),
  };
}

function pullAnswer(
  { pull, workload, image, proof, fails }: ProvenPull,
  expires: Expiry | undefined,
): PullAnswer {
  const { namespace, pod, container } = pull;
  return {
    namespace,
    workload,
    pod,
    container,
    image,
    verdict: proof.verdict,
    causes: countingCauses(proof).map(({ code }) => code),
    ...(fails === undefined ? {} : { fails }),
    ...(expires === undefined ? {} : { expires }),
  };
}

function neededBy(
  { needs: unlisted, expiries }: Fleet,
  pulls: readonly ProvenPull[],
): FleetAnswer['needs'] {
  const found = new Map<string, { need: Need; pulls: number }>();
  for (const need of pulls.flatMap(({ proof }) => proof.needs)) {
    const key = `${need.fact} ${need.permission}`;
    const one = found.get(key);
    if (one === undefined) found.set(key, { need, pulls: 1 });
    else one.pulls++;
  }
  const rules = Object.values(expiries).flatMap((fact) =>
    fact.state === 'unseen' ? [fact.need] : [],
  );
  const missed = [...unlisted, ...rules].map((need) => counted(need, 0));
  const others = [...found.values()].map(({ need, pulls: count }) => counted(need, count));
  return [...others.sort((a, b) => b.pulls - a.pulls), ...missed];
}

/** A need may be the place of a fact in a world, of which only the words are given out. */
function counted({ fact, permission }: Need, pulls: number): FleetAnswer['needs'][number] {
  return { fact, permission, pulls };
}

/** Finds what a lifecycle rule will do to an image, by its reference. */
function expiriesOf({ expiries }: Fleet): (image: string) => Expiry | undefined {
  const found = new Map<string, Expiry | undefined>();
  return (image) => {
    if (!found.has(image)) found.set(image, look(image));
    return found.get(image);
  };
  function look(image: string): Expiry | undefined {
    const place = ecrImageNamed(image);
    const fact =
      place && Object.hasOwn(expiries, place.repositoryKey)
        ? expiries[place.repositoryKey]
        : undefined;
    if (place === undefined || fact?.state !== 'known') return undefined;
    const reference = place.imageKey.slice(place.repositoryKey.length + 1);
    const { images } = fact.value;
    return Object.hasOwn(images, reference) ? images[reference] : undefined;
  }
}
