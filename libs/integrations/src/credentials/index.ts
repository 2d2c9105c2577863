export { issueCredential } from './issue-credential.ts';
export { issuerDid } from './issuer-key.ts';
export {
  STATUS_LIST_PLACES,
  STATUS_LIST_SECONDS,
  type SignedStatusList,
  type StatusListRequest,
  issueStatusList,
} from './status-list.ts';
export type { CredentialRequest, SignedCredential } from './open-badge.ts';
export {
  verifyCredential,
  type CredentialCheck,
  type CredentialVerdict,
  type VerifyOptions,
} from './verify-credential.ts';
export { renderCertificatePdf, type CertificateRequest } from './certificate/render-certificate.ts';
