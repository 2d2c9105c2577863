import { CreateSchema1764000000000 } from './1764000000000-create-schema.ts';
import { EffectVersions1764100000000 } from './1764100000000-effect-versions.ts';

/** In order; listed by hand so that a bundle holds them. Never edited once released. */
export const migrations = [CreateSchema1764000000000, EffectVersions1764100000000];
