import { image, type Speaker, sentence, url } from './speaker.ts';

/** The SOCI snapshotter, which fetches layers on its own, with credentials of its own. */
export const soci: Speaker = {
  name: 'SOCI snapshotter',
  puller: 'node',
  known: /soci-snapshotter|\bSOCI (?:index|artifacts)|amazon\.soci/i,
  sentences: [
    sentence(`unable to fetch referrers: (?<method>GET) ${url}`, 'referrers'),
    sentence(`\\bref: ?${image}`, 'layer'),
    sentence('failed to refresh URL: status (?<status>\\d{3})', 'layer'),
  ],
};
