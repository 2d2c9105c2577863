import { existsSync } from 'node:fs';
import path from 'node:path';
import nodeExternals from 'webpack-node-externals';

/** Files beside `main.ts` that are programs of their own. */
const MORE_ENTRIES = ['setup'];

/**
 * `nest build api|worker`: our own packages are workspaces of TypeScript sources and go into the bundle, everything
 * from npm stays outside. (Without the allowlist the sources would stay outside too and fail at run time.)
 */
export default (defaults) => {
  const main = String(defaults.entry);
  const app = path.relative(process.cwd(), path.dirname(path.dirname(main)));
  const more = MORE_ENTRIES.filter((name) => existsSync(path.join(path.dirname(main), `${name}.ts`)));
  const [, ...builtins] = defaults.externals;
  return {
    ...defaults,
    entry: {
      main,
      ...Object.fromEntries(more.map((name) => [name, path.join(path.dirname(main), `${name}.ts`)])),
    },
    output: {
      ...defaults.output,
      path: path.resolve('dist'),
      filename: `${app}/[name].js`,
      chunkFilename: `${app}/[name].js`,
      // Files that are named by a URL in the sources lie beside the program, whole and under their own name.
      assetModuleFilename: `${app}/[name][ext]`,
    },
    devtool: 'source-map',
    externals: [
      nodeExternals({ importType: 'module', allowlist: [/^@gradus\//] }),
      ...builtins,
      // Packages that npm had to nest in a workspace are not in the root's node_modules.
      ({ request }, callback) =>
        /^(?!@gradus\/)(@[\w-]+\/)?[\w-][\w.-]*(\/|$)/.test(request ?? '') && !path.isAbsolute(request)
          ? callback(null, `module ${request}`)
          : callback(),
    ],
  };
};
