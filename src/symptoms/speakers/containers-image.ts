import { image, type Speaker, sentence } from './speaker.ts';

/** podman, buildah and skopeo, which share containers/image. */
export const containersImage: Speaker = {
  name: 'podman, buildah or skopeo',
  puller: 'machine',
  known:
    /\b(?:podman|buildah|skopeo)\b|initializing source docker:\/\/|Trying to pull [\w./:@-]{1,300}\.\.\.|(?:trying to reuse|writing) blob|reading manifest [\w.-]{1,128} in |choosing (?:image instance|an image from manifest list)|Source image rejected|unable to retrieve auth token/i,
  sentences: [
    sentence(`(?:initializing|reading) source (?:docker:\\/\\/)?${image}`, 'resolve'),
    sentence(
      `(?:initializing|pushing to|writing to) destination (?:docker:\\/\\/)?${image}`,
      'push',
    ),
    sentence(`reading manifest [\\w.:-]{1,300} in ${image}`, 'manifest'),
    sentence(`Trying to pull ${image}`, 'resolve'),
    sentence(`uploading manifest [\\w.:-]{1,300} to ${image}`, 'push'),
    sentence(`checking whether a blob [\\w:]{1,100} exists in ${image}`, 'push'),
    sentence('pinging container registry (?<host>[a-z0-9.:-]{1,253})', 'login'),
    sentence('(?:writing|reading) blob: [^\\n]{0,200}?StatusCode: (?<status>\\d{3})'),
  ],
};
