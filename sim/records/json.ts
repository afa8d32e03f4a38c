/** Whether a text is one JSON value (RFC 8259). */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How long a text is in UTF-8. A lone surrogate, which UTF-8 cannot write, counts as the U+FFFD that replaces it: 3 bytes. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    if (code < 0x800) {
      bytes += 1;
      continue;
    }
    bytes += 2;
    // The two halves of a pair are 4 bytes together: 2 are counted as its length already, 2 here.
    if (isHighSurrogate(code) && isLowSurrogate(text.charCodeAt(at + 1))) at++;
  }
  return bytes;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;
