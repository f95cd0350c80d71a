import { podsIn } from './pods-in-text.ts';

/** A part of a text: what it says of one image of one pod that failed, or all of it. */
export interface Part {
  /** The image that failed, where others in the text failed as well. */
  readonly image: string | undefined;
  /** The pod that it failed for, where others in the text failed as well. */
  readonly pod: string | undefined;
  readonly text: string;
}

/** Takes a text apart by the pods that it tells of, and each of these by the images that failed. */
export function partsOf(text: string): readonly Part[] {
  return podsIn(text).flatMap(({ pod, text: ofPod }) =>
    partsByImage(ofPod).map(({ image, text: part }) => ({ image, pod, text: part })),
  );
}

const failedImage =
  /(?:Failed to pull image|Back-off pulling image|failed to pull and unpack image|failed to get sandbox image|failed to resolve reference|pull access denied for|failed to push) "?([\w./@:-]{1,500})/i;

/** Lines before the first image that every part has: those of a pod's description, not of a log. */
const longestHead = 100;

/** Images that are told apart: a text of more is about something that they have in common. */
const mostImages = 20;

/**
 * Takes a text apart by the images that failed in it, such as the events of two containers. A line that names none of
 * them goes with the one named before it; lines before the first go with all.
 */
export function partsByImage(text: string): readonly Omit<Part, 'pod'>[] {
  const lines = text.split('\n');
  const images = failedImages(lines);
  if (images.length < 2 || images.length > mostImages) return [{ image: undefined, text }];
  const ofLine = lines.map((line) => images.findIndex((image) => names(line, image)));
  const first = ofLine.findIndex((index) => index !== -1);
  const head = lines.slice(Math.max(0, first - longestHead), first);
  const linesOf = images.map(() => [...head]);
  let last = linesOf[ofLine[first] ?? 0];
  for (let at = first; at < lines.length; at++) {
    last = linesOf[ofLine[at] ?? -1] ?? last;
    last?.push(lines[at] ?? '');
  }
  return images.map((image, index) => ({ image, text: (linesOf[index] ?? []).join('\n') }));
}

function failedImages(lines: readonly string[]): readonly string[] {
  const images: string[] = [];
  for (const line of lines) {
    const image = failedImage.exec(line)?.[1]?.replace(/[:.]+$/, '');
    if (image === undefined || images.some((other) => isSame(image, other))) continue;
    images.push(image);
    if (images.length > mostImages) break;
  }
  return images;
}

/** A runtime leaves out the tag where there is a digest, docker names the repository only. */
function isSame(one: string, other: string): boolean {
  const [a, b] = [taken(one), taken(other)];
  if (a.repository !== b.repository) return false;
  return a.tag === b.tag || a.tag === undefined || b.tag === undefined;
}

function taken(image: string): { readonly repository: string; readonly tag: string | undefined } {
  const [name = ''] = image.split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/'));
  return colon === -1
    ? { repository: name, tag: undefined }
    : { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

function names(line: string, image: string): boolean {
  const from = line.indexOf(image);
  return from !== -1 && !/[\w-]/.test(line.charAt(from + image.length));
}
