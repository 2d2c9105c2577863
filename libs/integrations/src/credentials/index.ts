export { issueCredential } from './issue-credential.ts';
export { issuerDid } from './issuer-key.ts';
export type { CredentialRequest, SignedCredential } from './open-badge.ts';
export {
  verifyCredential,
  type CredentialCheck,
  type CredentialVerdict,
  type VerifyOptions,
} from './verify-credential.ts';
export { renderCertificatePdf, type CertificateRequest } from './certificate/render-certificate.ts';
