/** What a text says of one pod, or all of it. */
export interface PodText {
  readonly pod: string | undefined;
  readonly text: string;
}

/** Pods that are told apart: a text of more is about something that they have in common. */
const mostPods = 20;

/** Words of a failure, without which it is of no interest for which pod a line stands. */
const fails = /fail|error|denied|unauthorized|forbidden|not found|BackOff|timeout|exceeded/i;

/** How a pod is named on a line: by the kubelet's log, by `kubectl get events`, by its list of pods. */
const named: readonly RegExp[] = [
  /\bpod="([a-z0-9][a-z0-9.-]{0,252}\/[a-z0-9][a-z0-9.-]{0,252})"/,
  /(?:^|\s)pod\/([a-z0-9][a-z0-9.-]{0,252})(?=\s)/,
];

/**
 * Takes a text apart by pods: the outputs of several `kubectl describe pod`, or lines that each name theirs. A line
 * that names none goes with the one named before it.
 */
export function podsIn(text: string): readonly PodText[] {
  const lines = text.split('\n');
  const described = byDescription(lines);
  if (described.length > 1 && described.length <= mostPods) return described;
  return byName(lines) ?? [{ pod: undefined, text }];
}

/** `Name:` before `Namespace:` begins what is described of a pod. */
function byDescription(lines: readonly string[]): readonly PodText[] {
  const starts = lines.flatMap((line, at) =>
    /^Name: \S/.test(line) && /^Namespace: \S/.test(lines[at + 1] ?? '') ? [at] : [],
  );
  return starts
    .map((start, index) => ({
      pod: lines[start]?.slice('Name: '.length).trim(),
      text: lines.slice(start, starts[index + 1]).join('\n'),
    }))
    .filter(({ text }) => fails.test(text));
}

function byName(lines: readonly string[]): readonly PodText[] | undefined {
  const ofLine = lines.map(podOn);
  const pods = [
    ...new Set(ofLine.filter((pod, at) => pod !== undefined && fails.test(lines[at] ?? ''))),
  ];
  if (pods.length < 2 || pods.length > mostPods) return undefined;
  const linesOf = new Map(pods.map((pod) => [pod, [] as string[]]));
  let last: string | undefined;
  for (const [at, line] of lines.entries()) {
    last = ofLine[at] ?? last;
    if (linesOf.has(last)) linesOf.get(last)?.push(line);
  }
  return pods.map((pod) => ({ pod, text: linesOf.get(pod)?.join('\n') ?? '' }));
}

function podOn(line: string): string | undefined {
  for (const pattern of named) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}
