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

  async get<T>(path: string): Promise<T> {
    this.#token ??= this.#signIn();
    const answer = await fetch(this.#url + path, {
      headers: { authorization: `Bearer ${await this.#token}` },
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok) throw new Error(`GET ${path} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
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
