import type { Reading } from './reading.ts';

const words =
  /\b(?:ecr|registry|docker|container image|image pull|ImagePull\w{0,10}|Err\w{0,10}Image\w{0,10}|pull(?:ing)? (?:the |an )?image|push(?:ing)? (?:the |an )?image|manifests?|oci)\b/i;

/** Registries of other things. */
const packages = /\bnpm (?:ERR|error)|npmjs\.org|pypi\.org|rubygems\.org|crates\.io|repo\.maven/;

/** Whether a text is about images or registries at all: common words are said of everything. */
export function isAboutImages({ images, told, text }: Reading): boolean {
  if (packages.test(text)) return false;
  return (
    images.length > 0 ||
    told.requests.some(({ path }) => path.startsWith('/v2/')) ||
    told.speakers.some((speaker) => speaker !== 'a command') ||
    words.test(text)
  );
}
