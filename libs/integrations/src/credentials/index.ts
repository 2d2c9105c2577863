// Placeholder until the real module lands in a moment; replace freely.
export const issueCredential = (request: object): Promise<Record<string, unknown>> =>
  Promise.resolve({ placeholder: true, ...request });
