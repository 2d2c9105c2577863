import { ProblemDetails } from '@gradus/contracts';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** The OpenAPI document, read off the routes. Every operation may answer with a problem. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setTitle('Gradus')
    .setDescription('Courses whose every process is durable. Errors are RFC 9457 problem details.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}.${method}`,
  });
  document.components ??= {};
  document.components.schemas ??= {};
  document.components.schemas['ProblemDetails'] = problemSchema();
  const problem = {
    description: 'A problem, with a stable code and a sentence for people.',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = path[method];
      if (operation) operation.responses = { ...operation.responses, default: problem };
    }
  }
  return document;
}

/** The document and its pages, under /api/docs. */
export function serveDocumentation(app: NestFastifyApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/docs/openapi.json',
    customSiteTitle: 'Gradus API',
    raw: ['json'],
  });
}

/** Spelled out anew, because a schema with an id of its own becomes a reference to itself. */
function problemSchema(): Record<string, unknown> {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(z.object(ProblemDetails.shape), {
    target: 'openapi-3.0',
  });
  return schema;
}
