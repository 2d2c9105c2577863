import { randomUUID } from 'node:crypto';
import { must } from './until.ts';

export const DEMO_PASSWORD = 'gradus-demo';

/** What the API knows, asked as somebody of the staff: to compare with what the screens show. */
export class SchoolApi {
  readonly #url: string;
  readonly #email: string;
  #token: Promise<string> | null = null;

  constructor(url: string, email: string) {
    this.#url = url;
    this.#email = email;
  }

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  /** Asks for something to be done that the journey is not about. */
  async send<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> {
    this.#token ??= this.#signIn();
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${await this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The id of a course, by its title. */
  async courseId(title: string): Promise<string> {
    const { items } = await this.get<{ items: Array<{ id: string; title: string }> }>('/api/courses');
    const course = items.find((one) => one.title === title);
    must(course, `There is no course "${title}".`);
    return course.id;
  }

  /** The id of a person of the school, by their address. */
  async personId(email: string): Promise<string> {
    const { items } = await this.get<{ items: Array<{ id: string; email: string }> }>(
      `/api/people?search=${encodeURIComponent(email)}`,
    );
    const person = items.find((one) => one.email === email);
    must(person, `${email} is not in the list of people.`);
    return person.id;
  }

  async #signIn(): Promise<string> {
    const answer = await fetch(`${this.#url}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: this.#email, password: DEMO_PASSWORD }),
    });
    if (!answer.ok) throw new Error(`${this.#email} could not sign in: ${await answer.text()}`);
    return ((await answer.json()) as { accessToken: string }).accessToken;
  }
}
