import { image, type Speaker, sentence } from './speaker.ts';

/** dockerd and its command line, docker compose included. */
export const docker: Speaker = {
  name: 'dockerd',
  puller: 'machine',
  known:
    /Error response from daemon|\bdocker(?:-compose)? (?:pull|push|build|run|login|compose|up)\b|docker-compose|The push refers to (?:a )?repository|Pulling repository |Sending build context to Docker daemon|pull access denied for |X-Registry-Auth|Cannot perform an interactive login|^Step \d{1,3}\/\d{1,3} ?: /im,
  sentences: [
    sentence(`pull access denied for ${image}`, 'resolve'),
    sentence(`manifest for ${image} not found`, 'manifest'),
    sentence(`The push refers to (?:a )?repository \\[(?<image>[\\w./@:*-]{1,500})`, 'push'),
    sentence(`Pulling repository ${image}`, 'resolve'),
    sentence(`repository ${image} not found`, 'resolve'),
    sentence(
      'error parsing HTTP (?<status>\\d{3}) response body|received unexpected HTTP status: (?<status2>\\d{3})',
    ),
    sentence(`Step \\d{1,3}(?:\\/\\d{1,3})? ?: FROM ${image}`, 'resolve'),
  ],
};

/** BuildKit, alone or behind docker buildx. */
export const buildkit: Speaker = {
  name: 'BuildKit',
  puller: 'machine',
  known:
    /failed to solve|\[internal\] load metadata for|exporting (?:to image|cache|layers|manifest)|\bbuildx\b|\bbuildctl|failed to resolve source metadata for|pushing (?:layers|manifest for)|invalid from flag value|importing cache manifest/i,
  sentences: [
    sentence(`load metadata for ${image}`, 'resolve'),
    sentence(`failed to solve: ${image}: `, 'resolve'),
    sentence(`failed to resolve source metadata for ${image}`, 'resolve'),
    sentence(`invalid from flag value ${image}`, 'resolve'),
    sentence(`(?:failed to push|pushing manifest for) ${image}`, 'push'),
    sentence('exporting (?:to image|cache|layers|manifest)|pushing layers', 'push'),
    sentence(`importing cache manifest from ${image}`, 'manifest'),
    sentence(
      'failed commit on ref "[^"\\n]{1,300}": unexpected status(?: code)?:? (?<status>\\d{3})',
      'push',
    ),
  ],
};
