import { broken, holds, linkOf, notSeen } from '../link.ts';
import { pushImage } from './fixes.ts';

/** The registry can deliver everything that the manifest lists. */
export const layers = linkOf('layers', ['place', 'imageFacts'], ({ imageFacts, place }) => {
  const { missingBlobs, digest } = imageFacts.value;
  if (missingBlobs.state === 'unseen') return notSeen(missingBlobs.need);
  const missing = missingBlobs.state === 'known' ? missingBlobs.value : [];
  if (missing.length === 0) return holds('the repository has every layer');
  return broken(
    'HW1806',
    `${digest} lists ${missing.length} layers that the repository does not hold: ${missing.join(', ')}`,
    {
      text: 'Push the image again: clients upload what the registry lacks.',
      changes: [pushImage(place)],
    },
  );
});
