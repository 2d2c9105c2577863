import { type ArgumentMetadata, Injectable, StandardSchemaValidationPipe } from '@nestjs/common';
import { RequestInvalidError } from '../problems/request-errors.ts';

/**
 * Holds every parameter against the schema its decorator names (`@Body({ schema })`, `@Param('id', { schema })`) and
 * says for each field what is wrong. An absent body counts as an empty object.
 */
@Injectable()
export class SchemaPipe extends StandardSchemaValidationPipe {
  override async transform<T>(value: T, metadata: ArgumentMetadata): Promise<T> {
    const { schema, type, data } = metadata;
    if (!schema || type === 'custom') return value;
    const given = type === 'body' && (value === undefined || value === null) ? {} : value;
    this.stripProtoKeys(given);
    const result = await this.validate<T>(given, schema);
    if (!result.issues) return result.value;
    throw new RequestInvalidError(
      result.issues.map((issue) => ({
        path: [...(data ? [data] : []), ...(issue.path ?? []).map(segmentName)].join('.'),
        message: issue.message,
      })),
    );
  }
}

const segmentName = (segment: PropertyKey | { key: PropertyKey }) =>
  String(typeof segment === 'object' ? segment.key : segment);
