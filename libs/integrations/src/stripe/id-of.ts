/** Stripe names another object by its id, or brings it along whole where that was asked for. */
export function idOf(named: string | { id: string } | null | undefined): string | null {
  return typeof named === 'string' ? named : (named?.id ?? null);
}
