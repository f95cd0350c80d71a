import { host, image, type Speaker, sentence, url } from './speaker.ts';

/**
 * containerd, by its versions: 1.4 and 1.5 print a status code, or the host with it, since 1.6 there is a request; 2.0
 * moves to the transfer service, which resolves an image rather than a reference.
 */
export const containerd: Speaker = {
  name: 'containerd',
  known:
    /failed to (?:pull and unpack image|resolve (?:reference|image)\b|get sandbox image|copy: httpReadSeeker|extract layer)|httpReadSeeker|trying next host|pulling from host |no match for platform in manifest|failed to authorize: failed to fetch (?:anonymous|oauth) token/i,
  sentences: [
    sentence(`failed to (?:pull and unpack image|pull image) ${image}`, 'resolve'),
    sentence(`failed to get sandbox image ${image}`, 'resolve'),
    sentence(`failed to resolve (?:reference|image) ${image}`, 'resolve'),
    sentence(
      `pulling from host ${host} failed with status code \\[(?:manifests|blobs) [^\\]\\n]{1,300}\\]:? (?<status>\\d{3})`,
      'manifest',
    ),
    sentence(
      'unexpected status code \\[manifests [^\\]\\n]{1,300}\\]:? (?<status>\\d{3})',
      'manifest',
    ),
    sentence(`failed open: unexpected status(?: code)? ${url}:? (?<status>\\d{3})`, 'layer'),
    sentence(`failed open: failed to do request: (?<method>Get) ${url}`, 'layer'),
    sentence(
      `(?:anonymous|oauth) token: unexpected status(?: from (?<method>GET|POST) request to ${url})?:? (?<status>\\d{3})`,
      'login',
    ),
  ],
};
