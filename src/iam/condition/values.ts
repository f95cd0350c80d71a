/** A decimal number; undefined for text that is not one as a whole. */
export function numberOf(text: string): number | undefined {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Base64 in one spelling, so that equal bytes are equal text; undefined for what is not base64. */
export function bytesOf(text: string): string | undefined {
  const bare = text.replace(/\s+/g, '').replace(/={0,2}$/, '');
  if (!/^[A-Za-z0-9+/]*$/.test(bare) || bare.length % 4 === 1) return undefined;
  return bare;
}
