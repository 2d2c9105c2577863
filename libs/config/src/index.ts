export {
  type ApiSettings,
  AppConfig,
  type DemoSettings,
  type GraderSettings,
  type LimitSettings,
  type PaymentSettings,
  type TemporalSettings,
} from './app-config.ts';
export { describeEnvironment, type VariableDescription } from './describe-environment.ts';
export type { NamedKey } from './fields.ts';
export { EnvironmentInvalidError, loadConfig } from './load-config.ts';
