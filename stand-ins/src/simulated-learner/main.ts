import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAnswers } from './course-answers.ts';
import { type Part, playLearner } from './play-learner.ts';

// Environment: HTTP_PORT, DATA_DIR, API_URL (http://127.0.0.1:4000), COURSES_DIR (the repository's courses).
const port = Number(process.env['HTTP_PORT'] ?? 24_050);
const dataDir = process.env['DATA_DIR'] ?? '.gradus/simulated-learner';
const apiUrl = process.env['API_URL'] ?? 'http://127.0.0.1:4000';
const courses = process.env['COURSES_DIR'] ?? fileURLToPath(new URL('../../../courses', import.meta.url));

mkdirSync(dataDir, { recursive: true });
const file = path.join(dataDir, 'learners.json');
const parts = new Map<string, Part>(
  existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Part[]).map((part) => [part.email, part])
    : [],
);
const answerTo = await readAnswers(courses);
let stopped = false;

const keep = () => {
  writeFileSync(`${file}.new`, JSON.stringify([...parts.values()], null, 2), { mode: 0o600 });
  renameSync(`${file}.new`, file);
};
const log = (line: string) => console.error(line);

function play(part: Part): void {
  void playLearner(part, { apiUrl, answerTo, log, stopped: () => stopped })
    .catch((error: unknown) =>
      log(`${part.email}: ${error instanceof Error ? error.message : String(error)}`),
    )
    .finally(() => {
      if (stopped) return;
      parts.delete(part.email);
      keep();
    });
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > 10_000) throw new Error('too large');
  }
  return JSON.parse(text);
}

function isPart(value: unknown): value is Part {
  if (typeof value !== 'object' || value === null) return false;
  const { email, password, courseId, speed } = value as Record<string, unknown>;
  return [email, password, courseId].every((field) => typeof field === 'string') && typeof speed === 'number';
}

const server = createServer((request, response) => {
  const send = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  if (request.method === 'GET' && request.url === '/learners')
    return send(200, {
      simulated: true,
      playing: [...parts.values()].map(({ email, speed }) => ({ email, speed })),
    });
  if (request.method !== 'POST' || request.url !== '/learners') return send(404, { error: 'POST /learners' });
  readJson(request).then(
    (part) => {
      if (!isPart(part)) return send(400, { error: 'email, password, courseId and speed are wanted' });
      const fresh = !parts.has(part.email);
      parts.set(part.email, part);
      keep();
      if (fresh) play(part);
      return send(202, { accepted: true });
    },
    () => send(400, { error: 'not JSON' }),
  );
});

server.listen(port, '127.0.0.1', () => {
  console.log(JSON.stringify({ ready: true, port }));
  for (const part of parts.values()) play(part);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    stopped = true;
    server.close();
    setTimeout(() => process.exit(0), 200).unref();
  });
