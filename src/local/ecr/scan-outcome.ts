/** How long a scan is under way; Hawser's own. */
export const scanDuration = 1_000;

/**
 * There is no scanner here, so no scan ever finds that an image is clean: each ends as ECR's does for an
 * image whose operating system it does not know.
 */
export const scanOutcome = {
  status: 'FAILED',
  description:
    'UnsupportedImageError: The operating system and/or package manager are not supported.',
};
