/**
 * The browser runs threads only from addresses that pass here (Trusted Types, where there are any): files from where the
 * page itself came, or, for the page as one file, what it made itself.
 */
export function runOnlyOwnScripts(): void {
  (window as MaybeWithTrustedTypes).trustedTypes?.createPolicy('default', {
    createScriptURL: (address) => (isOwn(new URL(address, document.baseURI)) ? address : null),
  });
}

const isOwn = ({ origin, protocol }: URL): boolean => origin === location.origin || protocol === 'blob:';

/** The part of the Trusted Types API that is used here; TypeScript's description of browsers does not have it yet. */
interface MaybeWithTrustedTypes {
  trustedTypes?: { createPolicy(name: string, rules: { createScriptURL(address: string): string | null }): unknown };
}
