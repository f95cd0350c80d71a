import { lastFailure } from '../credential-runs.ts';
import { checkLink } from '../link.ts';
import { nodeWay } from '../node-way.ts';
import { secretsFor } from '../secrets.ts';
import { dns } from './dns.ts';
import { network } from './network.ts';
import { lastWords, type StateCheck } from './node-state.ts';
import { token } from './token.ts';

/**
 * The credential provider failed, and the kubelet pulled without credentials: HW0501. It is said where the container still
 * waits for that, and everything that a provider needs, as far as it is seen from outside, is as it should be.
 */
export const failedProvider: StateCheck = (subject, { name, credentialProvider: seen }) => {
  if (seen.state !== 'known' || !seen.value.configured || seen.value.failures === 0) return [];
  const said = lastWords(subject).find((line) => anonymous.test(line));
  const { working, needs } = secretsFor(subject);
  if (said === undefined || subject.place === undefined) return [];
  if (working !== undefined || needs.length > 0) return [];
  const links = [...nodeWay, dns, network];
  if (!links.every((link) => checkLink(link, subject).status === 'holds')) return [];
  if (checkLink(token, subject).status === 'broken') return [];
  const why = lastFailure(subject);
  return [
    {
      code: 'HW0501',
      deciding: {
        text: `the credential provider of ${name} failed ${seen.value.failures} times since its kubelet started, and the last pull went without credentials: ${said}${why}`,
      },
      fix: {
        text: `Read what it said in the log of the kubelet of ${name} (journalctl -u kubelet, "external registry credential provider"), and correct that: its arguments and environment are in the file of --image-credential-provider-config. hawser collect --node on the node finds what can be found.`,
      },
    },
  ];
};

const anonymous = /no basic auth credentials|401 Unauthorized/;
