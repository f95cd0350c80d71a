/** How long a scan takes; this value is Hawser's own. */
export const scanDuration = 1_000;

/**
 * There is no scanner here, so no scan reports an image as clean: each ends as ECR's does for an image whose
 * operating system it does not support.
 */
export const scanOutcome = {
  status: 'FAILED',
  description:
    'UnsupportedImageError: The operating system and/or package manager are not supported.',
};
