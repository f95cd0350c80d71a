import type { EcrImage } from '../../names/ecr-image.ts';
import { partitionOf } from '../../names/partitions.ts';
import { isKnownRegion, regionMeantBy } from '../../names/regions.ts';
import { isRegionLike, isSuffixOfAws } from '../../names/registry-host.ts';
import { broken, notSeen } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import { secretsFor } from '../secrets.ts';
import type { Subject } from '../subject.ts';
import { setImage } from './fixes.ts';

const shape = /^([^.]*)\.dkr[.-]ecr(?:-fips)?\.([^.]+)\.(.+?)(?::\d+)?$/i;

/**
 * What is wrong with a host that is written as one of ECR's and at which no registry can be: its account, its Region or
 * its suffix.
 * @returns undefined for a host of another registry: whatever is in front, it ends in no suffix of AWS.
 */
export function badHost(subject: Subject, image: string, host: string): LinkOutcome | undefined {
  const [, account = '', region = '', suffix = ''] = shape.exec(host) ?? [];
  // A host may begin as one of ECR's do, and be of another registry: a proxy under the vendor's own domain.
  if (!isSuffixOfAws(suffix.toLowerCase())) return undefined;
  if (!/^\d{12}$/.test(account)) {
    return broken(
      'HW0106',
      `${host} names the account "${account}", and the id of an account has twelve digits`,
      twelveDigits(subject, image, account),
    );
  }
  if (!isRegionLike(region)) {
    return broken(
      'HW0105',
      `${host} names the Region "${region}", and no Region has a name of that form`,
      otherRegion(subject, image, region),
    );
  }
  const { dnsSuffix, id } = partitionOf(region);
  const right = image.replace(suffix, () => dnsSuffix);
  return broken(
    'HW0107',
    `${host} ends in ${suffix}, and the registries of ${region}, in partition ${id}, end in ${dnsSuffix}`,
    { text: `Change the image to ${right}.`, changes: setImage(subject, right) },
  );
}

/** As people write it, an account's id has dashes; what else it may be cannot be guessed. */
function twelveDigits(subject: Subject, image: string, account: string): PlannedFix {
  const digits = account.replaceAll('-', '');
  if (!/^\d{12}$/.test(digits)) {
    return { text: 'Put the twelve digits of the account in front of .dkr.ecr.' };
  }
  const right = image.replace(account, digits);
  return { text: `Leave out the dashes: ${right}.`, changes: setImage(subject, right) };
}

/** A port at which no private registry answers, or one with which no credential provider is asked. */
export function strangePort(
  subject: Subject,
  image: string,
  { host, suffix }: EcrImage,
): LinkOutcome | undefined {
  const [, port] = /:(\d+)$/.exec(host) ?? [];
  if (port === undefined || suffix === 'localhost') return undefined;
  const isServed = port === '443';
  const bySecret = secretsFor(subject);
  const needsNone = subject.pull.kind !== 'pod' || bySecret.working !== undefined;
  if (isServed && (needsNone || bySecret.needs.length > 0)) return undefined;
  const right = image.replace(`:${port}`, '');
  const why = isServed
    ? `the kubelet asks a credential provider only for images that match its patterns, and a pattern without a port matches no ${host}`
    : `the registries of ECR answer at port 443 only, and ${host} names port ${port}`;
  return broken('HW0109', why, {
    text: `Leave out the port: ${right}.`,
    changes: setImage(subject, right),
  });
}

/** Whether nobody knows a Region of that name; a local AWS under a name of its own has any. */
export function hasStrangeRegion({ region, suffix }: EcrImage): boolean {
  return suffix !== 'localhost' && !isKnownRegion(region);
}

/** A Region that nobody knows: a slip of the hand, or one that opened since Hawser was written. */
export function strangeRegion(
  subject: Subject,
  image: string,
  place: EcrImage,
): LinkOutcome | undefined {
  const { region } = place;
  if (!hasStrangeRegion(place) || subject.repository.state === 'known') return undefined;
  const fix = otherRegion(subject, image, region);
  if (fix.changes !== undefined || subject.repository.state === 'absent') {
    return broken('HW0105', `Hawser knows no Region ${region}`, fix);
  }
  return notSeen({
    fact: `whether there is a Region ${region}: Hawser knows none of that name`,
    permission: `a Region that exists, or a newer version of Hawser. ${fix.text}`,
  });
}

function otherRegion(subject: Subject, image: string, region: string): PlannedFix {
  const meant = regionMeantBy(region);
  if (meant === undefined) return { text: 'Correct the Region in the host of the image.' };
  const suffix = partitionOf(meant).dnsSuffix;
  const right = image
    .replace(`.${region}.`, () => `.${meant}.`)
    .replace(/(\.dkr[.-]ecr(?:-fips)?\.[^.]+\.)amazonaws\.com(\.cn)?(?=[:/])/, `$1${suffix}`);
  return { text: `${meant} may be meant: ${right}.`, changes: setImage(subject, right) };
}
