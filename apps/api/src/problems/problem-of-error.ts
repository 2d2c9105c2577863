import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import type { ProblemDetails } from '@gradus/contracts';
import { DomainError } from './domain-error.ts';
import { problemOfDatabase } from './database-problems.ts';

export interface Problem {
  status: number;
  body: ProblemDetails;
  retryAfterSeconds: number | undefined;
  /** Ours to look into: logged with its stack. */
  unexpected: boolean;
}

/** What a refusal by the framework means to the person who sent the request. */
const FRAMEWORK: Record<number, [code: string, sentence: string]> = {
  400: ['request.malformed', 'This request could not be read: it is not well-formed.'],
  404: ['route.not-found', 'There is nothing at this address.'],
  405: ['request.method-not-allowed', 'This address does not take that method.'],
  408: ['request.timeout', 'The request took too long to arrive.'],
  413: ['request.too-large', 'This is larger than we accept.'],
  414: ['request.address-too-long', 'This address is longer than we accept.'],
  415: ['request.media-type', 'Please send JSON (Content-Type: application/json).'],
  429: ['limit.exceeded', 'That was a lot of requests. Please wait a little and try again.'],
};

/** Codes of the libraries' own errors, with the status they become. */
const LIBRARY: Record<string, number> = {
  'credential.being-issued': 409,
  'vault.erased': 410,
  'automation.version-not-runnable': 409,
  'module.missing': 404,
};

/** Every error as problem details; what nobody foresaw says nothing about our inside. */
export function problemOf(error: unknown, requestId: string): Problem {
  if (error instanceof DomainError) return ofDomain(error, requestId);
  const database = problemOfDatabase(error);
  if (database) return ofDomain(database, requestId);
  const status = statusOf(error);
  if (status >= 400 && status < 500) {
    const [code, sentence] = FRAMEWORK[status] ?? ['request.refused', 'This request was refused.'];
    return problem(status, code, sentence, requestId);
  }
  const library = error instanceof Error && 'code' in error ? LIBRARY[String(error.code)] : undefined;
  if (library) {
    return problem(library, String((error as { code?: unknown }).code), (error as Error).message, requestId);
  }
  return {
    ...problem(500, 'server.unexpected', 'Something went wrong on our side. It has been noted.', requestId),
    unexpected: true,
  };
}

function ofDomain(error: DomainError, requestId: string): Problem {
  const made = problem(error.status, error.code, error.message, requestId);
  if (error.fields) made.body.fields = error.fields;
  if (error.data) made.body.data = error.data;
  return { ...made, retryAfterSeconds: error.retryAfterSeconds, unexpected: error.status >= 500 };
}

function problem(status: number, code: string, detail: string, requestId: string): Problem {
  const title = STATUS_CODES[status] ?? 'Problem';
  const body = { type: `urn:gradus:problem:${code}`, title, status, code, detail, requestId };
  return { status, body, retryAfterSeconds: undefined, unexpected: false };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}
