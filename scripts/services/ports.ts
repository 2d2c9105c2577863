import net from 'node:net';
import { Refusal } from '../refusal.ts';
import { portTable, type PortName, type Ports, type Settings } from '../settings.ts';

/** Why a port cannot be listened on, as the operating system says it; undefined when it can. */
export function obstacleTo(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'EUNKNOWN'));
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(undefined)));
  });
}

/** One sentence naming the port, the variable and the remedy. */
export function portSentence(name: PortName, port: number, code: string): string {
  const { purpose, variable } = portTable[name];
  if (code === 'EACCES') {
    return `Port ${port} for ${purpose} needs more rights than this user has; set ${variable} to a port above 1023.`;
  }
  if (code === 'EADDRINUSE') {
    return `Port ${port} for ${purpose} is in use by another program; stop that program or set ${variable} to a free port.`;
  }
  return `Port ${port} for ${purpose} cannot be used here (${code}); set ${variable} to another port.`;
}

/** The ports that this set-up will really listen on: not those of parts that were given from outside. */
export function portsInUse({ given }: Settings): PortName[] {
  const skipped = new Set<PortName>([
    ...(given.databaseUrl ? (['postgres'] as const) : []),
    ...(given.temporalAddress ? (['temporal', 'temporalUi'] as const) : []),
    ...(given.redisUrl ? (['redis'] as const) : []),
    ...(given.smtpUrl ? (['mailSmtp', 'mailHttp'] as const) : []),
    ...(given.stripeKey ? (['payments'] as const) : []),
  ]);
  return (Object.keys(portTable) as PortName[]).filter((name) => !skipped.has(name));
}

/** Refuses, naming every port that is taken, before anything was started. */
export async function requireFreePorts(settings: Settings): Promise<void> {
  const sentences: string[] = [];
  for (const name of portsInUse(settings)) {
    const port = settings.ports[name];
    const code = await obstacleTo(port);
    if (code) sentences.push(portSentence(name, port, code));
  }
  if (sentences.length > 0) throw new Refusal(sentences.join('\n'));
}

/**
 * A free port for every name, away from the range the system gives to outgoing connections, so that none of them is
 * gone again before its part listens.
 */
export async function findFreePorts(): Promise<Ports> {
  const names = Object.keys(portTable) as PortName[];
  const found = new Set<number>();
  while (found.size < names.length) {
    const port = 12_000 + Math.floor(Math.random() * 20_000);
    if (!found.has(port) && !(await obstacleTo(port))) found.add(port);
  }
  const numbers = [...found];
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as Ports;
}

/** Whether something accepts connections at this address. */
export function answers(host: string, port: number, timeoutMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(timeoutMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
