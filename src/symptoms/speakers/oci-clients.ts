import { image, type Speaker, sentence, url } from './speaker.ts';

/** oras and helm, which share oras-go, and others that read docker's logins. */
export const ociClients: Speaker = {
  name: 'oras, helm or another client of artifacts',
  puller: 'machine',
  known:
    /\b(?:oras|helm|conftest|cosign|notation|flux pull|kwctl|regctl|regsync|imgpkg)\b(?!-)|response status code \d{3}|\boci:\/\/|credential required for basic auth|failed to send blob|no credentials available for basic auth/i,
  sentences: [
    sentence(
      `(?<method>GET|HEAD|POST|PUT|PATCH|DELETE) ${url}"?: (?:response status code|unexpected status code) (?<status>\\d{3})`,
    ),
    sentence(`oci:\\/\\/${image}`, 'resolve'),
    sentence(`(?:failed to send blob|failed to push blob)[^\\n]{0,100}? ref ${image}`, 'push'),
    sentence('failed commit on ref "[^"\\n]{1,300}": unexpected status: (?<status>\\d{3})', 'push'),
  ],
};

/** crane, ko and kaniko, which share go-containerregistry. */
export const goContainerRegistry: Speaker = {
  name: 'crane, ko or kaniko',
  puller: 'machine',
  known:
    /\b(?:crane|kaniko|ko (?:build|publish|apply))\b|HEAD responses have no body|checking push permission|unexpected status code \d{3} [A-Z][a-z]|\b(?:UNAUTHORIZED|DENIED|NAME_UNKNOWN|MANIFEST_UNKNOWN|TAG_INVALID): /,
  sentences: [
    sentence(
      `(?<method>GET|HEAD|POST|PUT|PATCH|DELETE) ${url}"?: unexpected status code (?<status>\\d{3})`,
    ),
    sentence(`checking push permission for ${image}`, 'push'),
    sentence('failed to (?:push|upload image)|action: push|Action:push', 'push'),
  ],
};

/** nerdctl and finch, on a machine of their own. */
export const nerdctl: Speaker = {
  name: 'nerdctl or finch',
  puller: 'machine',
  known: /\b(?:nerdctl|finch|lima-finch)\b/i,
  sentences: [sentence(`(?:nerdctl|finch) (?:pull|run|push) ${image}`)],
};

/** Any other command, which begins with the word that it is an error, on a machine of somebody's own. */
export const commandLine: Speaker = {
  name: 'a command',
  puller: 'machine',
  known: /^(?:Error|ERROR|error|FATA\[\d{1,6}\]|fatal):? /m,
  sentences: [],
};
