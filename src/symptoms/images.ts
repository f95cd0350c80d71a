/** An image reference with a host, as a whole word. */
const imageWord =
  /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,10}(?::\d{1,5})?\/[\w./-]{1,300}(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{1,64})?/i;

/**
 * References of images that name a host. Word by word, so that a long run of letters and dots costs no more than its length.
 */
export function imagesIn(text: string): string[] {
  return text
    .split(/[\s"'`,;()<>[\]{}=]+/)
    .flatMap((word) => imageWord.exec(word.replace(/^https?:\/\//, ''))?.[0] ?? [])
    .filter((image) => !image.includes('.sock') && !/^(?:api|ecr)\./.test(image));
}
