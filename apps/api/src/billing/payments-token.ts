/** Token of the payments port: `@Inject(PAYMENTS) private readonly payments: Payments`. */
export const PAYMENTS = Symbol('payments');
