import { distinctNeeds, type Need } from '../causes/need.ts';
import { shows } from '../causes/shows.ts';
import { whatDecides, withCommands } from './next-commands.ts';
import { type Reading, read } from './reading.ts';
import { byConfidence, type Suspicion, suspect } from './suspect.ts';
import { type SuspectedCause, type Suspicions, worthAsking } from './suspicions.ts';

/** From here on nothing else needs to be looked at. */
const settled = 0.9;

/** What is suspected of an image that failed, the likeliest first. */
interface Part {
  readonly reading: Reading;
  readonly suspicions: readonly Suspicion[];
}

/**
 * Names the causes that fit a pasted text: events, `kubectl describe`, logs of the kubelet or a runtime, output of
 * docker or of a build. A text alone proves nothing, so that confidence stays below 1, and what would tell the causes
 * apart is listed as needed. No secret of the text is in what is returned.
 */
export function diagnoseText(pasted: string): Suspicions {
  const parts = read(pasted).map((reading) => ({
    reading,
    suspicions: isOfWorkingPull(reading) ? [] : suspect(reading),
  }));
  const firsts = eachOnce(
    parts
      .flatMap(({ reading, suspicions: [first] }) =>
        first === undefined ? [] : [ofPart(first, reading)],
      )
      .sort(byConfidence),
  );
  if (firsts.length === 0) return withoutCauses(parts);
  const others = mostConfident(
    parts.flatMap(({ suspicions }) => suspicions.slice(1)),
    firsts,
  );
  const isSettled = firsts.every(({ confidence }) => confidence >= settled);
  return {
    told: 'failure',
    causes: [
      ...firsts.map((suspicion) => suspected(suspicion, true)),
      ...others.map((suspicion) => suspected(suspicion, false)),
    ],
    needs: [
      ...messagesMissing(parts),
      ...(isSettled ? [] : needsOf([...firsts, ...others], parts)),
    ],
  };
}

/** Where several pods or images failed, what is said of one names it. */
function ofPart(suspicion: Suspicion, { image, pod }: Reading): Suspicion {
  const names = [pod, image].filter((name) => name !== undefined);
  const missing = names.filter((name) => !suspicion.quote.includes(name));
  return missing.length === 0
    ? suspicion
    : { ...suspicion, quote: `${missing.join(', ')}: ${suspicion.quote}` };
}

/** The likeliest cause of several pods or images is said of the first of them. */
function eachOnce(firsts: readonly Suspicion[]): readonly Suspicion[] {
  return firsts.filter(
    ({ cause }, at) => firsts.findIndex((other) => other.cause.code === cause.code) === at,
  );
}

/** Each cause once, but for those that come first for some image. */
function mostConfident(
  suspicions: readonly Suspicion[],
  firsts: readonly Suspicion[],
): readonly Suspicion[] {
  const named = new Set(firsts.map(({ cause }) => cause.code));
  return [...suspicions].sort(byConfidence).filter(({ cause: { code } }) => {
    const isNew = !named.has(code);
    named.add(code);
    return isNew;
  });
}

function suspected({ cause, fix, ...found }: Suspicion, isLikeliest: boolean): SuspectedCause {
  const { shows: _, ...known } = cause;
  return { ...known, ...found, fix: fix ?? known.fix, isLikeliest };
}

/** Whether all that went wrong, such as a Secret that is missing, did not keep the image from being pulled. */
function isOfWorkingPull({ text }: Reading): boolean {
  return worked.test(text) && !failed.test(text);
}

const failed =
  /Failed to pull|ErrImagePull|ImagePullBackOff|Back-off pulling|ImageInspectError|CreateContainer|PodSandbox|denied|not authorized/i;
const worked = /Successfully pulled image|already present on machine/i;

function withoutCauses(parts: readonly Part[]): Suspicions {
  const [first] = parts;
  if (parts.length === 1 && worked.test(first?.reading.text ?? '')) {
    return { told: 'success', causes: [], needs: [nextPull] };
  }
  return { told: 'neither', causes: [], needs: [...messagesMissing(parts), shows.kubeletLog] };
}

const nextPull: Need = {
  fact: 'whether the next pull works: the text says only that one did',
  permission: 'hawser doctor POD',
};

/** Of a part that says that a pull failed, and not why, the message is missing. */
function messagesMissing(parts: readonly Part[]): readonly Need[] {
  return parts
    .filter(({ suspicions }) => suspicions.length === 0)
    .map(({ reading: { image, pod } }) => ({
      fact: `the message of the failed pull${image === undefined ? '' : ` of ${image}`}${pod === undefined ? '' : ` by pod ${pod}`}`,
      permission: 'kubectl describe pod, or kubectl get events',
    }));
}

/** The command that decides, and what would tell the likelier causes apart, the likeliest cause's first. */
function needsOf(suspicions: readonly Suspicion[], parts: readonly Part[]): readonly Need[] {
  const readings = parts.map(({ reading }) => reading);
  const facts = distinctNeeds(
    suspicions
      .filter(({ confidence }) => confidence >= worthAsking)
      .map(({ cause }) => cause.shows),
  );
  return [whatDecides(readings), ...withCommands(facts, readings)];
}
