import { Client, Connection } from '@temporalio/client';
import type { TemporalSettings } from '@gradus/config';
import { dataConverter } from './data-converter.ts';

/** A client that connects at first use, so that a process starts also while Temporal is away. */
export function createTemporalClient(settings: TemporalSettings): Client {
  return new Client({
    connection: Connection.lazy({ address: settings.address, connectTimeout: 3_000 }),
    namespace: settings.namespace,
    dataConverter: dataConverter(settings.payloadKeys),
  });
}
