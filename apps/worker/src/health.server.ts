import { createServer, type Server } from 'node:http';

export interface Health {
  ready: boolean;
  detail: Record<string, string>;
}

/** The worker's small port: /health/live says the process answers, /health/ready that it does its work. */
export function serveHealth(port: number, read: () => Promise<Health>): Promise<Server> {
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/health/live') return send(200, { live: true });
    if (request.url !== '/health/ready') return send(404, { code: 'request.not-found' });
    read().then(
      (health) => send(health.ready ? 200 : 503, health),
      () => send(503, { ready: false }),
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
