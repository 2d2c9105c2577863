export { Client } from '@temporalio/client';
export * from './bells.ts';
export * from './client.ts';
export * from './data-converter.ts';
export * from './payload-codec.ts';
export * from './retry-activity.ts';
