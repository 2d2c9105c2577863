/** Where a stand-in reads what it needs: `--http-port 8080`, `--http-port=8080` or `HTTP_PORT=8080`; flags win. */
export class Settings {
  readonly #args: readonly string[];
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
    this.#args = args;
    this.#env = env;
  }

  /**
   * A text setting.
   *
   * @param name as in the environment, e.g. `DATA_DIR`
   * @throws Error in one plain sentence when it is missing and has no fallback
   */
  text(name: string, fallback?: string): string {
    const value = this.#find(name) ?? fallback;
    if (value === undefined) throw new Error(`Set ${name} (or ${flagOf(name)}).`);
    return value;
  }

  /** A port; 0 lets the system choose. @throws Error when it is none */
  port(name: string, fallback = 0): number {
    const value = Number(this.text(name, String(fallback)));
    if (!Number.isInteger(value) || value < 0 || value > 65_535) {
      throw new Error(`${name} must be a port between 0 and 65535.`);
    }
    return value;
  }

  #find(name: string): string | undefined {
    const flag = flagOf(name);
    for (const [index, argument] of this.#args.entries()) {
      if (argument === flag) return this.#args[index + 1];
      if (argument.startsWith(`${flag}=`)) return argument.slice(flag.length + 1);
    }
    const value = this.#env[name];
    return value === undefined || value === '' ? undefined : value;
  }
}

function flagOf(name: string): string {
  return `--${name.toLowerCase().replaceAll('_', '-')}`;
}
