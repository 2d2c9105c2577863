import { NotFoundException } from '@nestjs/common';
import { WritingErasedError } from '@gradus/database';
import { DomainError } from './domain-error.ts';
import { problemOf } from './problem-of-error.ts';

class SeatTakenError extends DomainError {
  constructor() {
    super('enrollment.seat-taken', 409, 'Somebody else has this seat.', {
      data: { seat: 4 },
      retryAfterSeconds: 3,
    });
  }
}

const coded = (code: string, inDriver = false) =>
  Object.assign(new Error('said by the driver'), inDriver ? { driverError: { code } } : { code });

describe('problemOf', () => {
  it('takes a domain error at its word', () => {
    expect(problemOf(new SeatTakenError(), 'r1')).toEqual({
      status: 409,
      retryAfterSeconds: 3,
      unexpected: false,
      body: {
        type: 'urn:gradus:problem:enrollment.seat-taken',
        title: 'Conflict',
        status: 409,
        code: 'enrollment.seat-taken',
        detail: 'Somebody else has this seat.',
        requestId: 'r1',
        data: { seat: 4 },
      },
    });
  });

  it.each([
    ['08006', 503],
    ['57P01', 503],
    ['57014', 503],
    ['55P03', 503],
    ['40P01', 503],
    ['53300', 503],
    ['ECONNREFUSED', 503],
    ['22P02', 400],
    ['22P05', 400],
    ['22003', 400],
    ['22009', 400],
    ['23505', 500],
    ['42601', 500],
  ])('makes of %s of PostgreSQL a %i', (code, status) => {
    expect(problemOf(coded(code), 'r').status).toBe(status);
    expect(problemOf(coded(code, true), 'r').status).toBe(status);
  });

  it('knows the errors of the libraries and of the framework', () => {
    expect(problemOf(new WritingErasedError(), 'r')).toMatchObject({
      status: 410,
      body: { code: 'vault.erased' },
    });
    expect(problemOf(new NotFoundException('x'), 'r').body.code).toBe('route.not-found');
    expect(problemOf(Object.assign(new Error('x'), { statusCode: 413 }), 'r').body.code).toBe(
      'request.too-large',
    );
  });

  it('says nothing of what nobody foresaw', () => {
    for (const thrown of [new Error('secret'), 'secret', null, { secret: 1 }]) {
      const { status, body, unexpected } = problemOf(thrown, 'r');
      expect(status).toBe(500);
      expect(unexpected).toBe(true);
      expect(JSON.stringify(body)).not.toContain('secret');
    }
  });
});
