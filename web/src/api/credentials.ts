import { queryOptions } from '@tanstack/react-query';
import { CredentialDetail } from '@gradus/contracts';
import { request } from './http.ts';

export const credentialQuery = (credentialId: string) =>
  queryOptions({
    queryKey: ['credentials', credentialId],
    queryFn: ({ signal }) =>
      request(`/api/credentials/${credentialId}`, { answer: CredentialDetail, signal }),
  });

export const credentialFiles = (credentialId: string) => ({
  document: `/api/credentials/${credentialId}/document`,
  certificate: `/api/credentials/${credentialId}/certificate.pdf`,
});
