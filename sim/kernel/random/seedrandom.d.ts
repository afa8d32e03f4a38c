// seedrandom ships its generators one file each; its published types cover only the whole package.
declare module 'seedrandom/lib/alea.js' {
  interface Alea {
    /** Uniform on [0, 1) with 32 bits. */
    (): number;
    /** Uniform on [0, 1) with 53 bits. */
    double(): number;
    int32(): number;
  }
  export default function alea(seed: string): Alea;
}
