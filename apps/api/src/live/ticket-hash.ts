import { createHash } from 'node:crypto';

/** What is stored of a ticket for the live stream: the ticket itself never is. */
export const ticketHash = (ticket: string): string => createHash('sha256').update(ticket).digest('hex');
