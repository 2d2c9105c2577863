import { describe, expect, it } from '@jest/globals';
import { simulatedValues } from './simulated-values.ts';

const publicUrl = 'https://school.example';
const place = { courseId: 'c1', publicUrl };
const course = `${publicUrl}/courses/c1`;
const standIn = `${publicUrl}/credentials/made-when-the-certificate-is-issued`;
const mail = { moduleTitle: null, zone: 'Asia/Tokyo', certified: true };

describe('the link to the certificate in a mail of a simulation', () => {
  it.each([
    ['of somebody imagined who has one', true, undefined, standIn],
    ['of somebody imagined who has none yet', false, undefined, course],
    ['of somebody real who has none but would', true, course, standIn],
    ['of somebody real who has one', true, `${publicUrl}/credentials/k1`, `${publicUrl}/credentials/k1`],
    ['of somebody real, at a moment before they would have it', false, `${publicUrl}/credentials/k1`, course],
  ])('%s', (_, certified, theirs, leadsTo) => {
    const real = theirs === undefined ? {} : { 'links.certificate': theirs };
    const values = simulatedValues({ ...mail, certified }, place, real);
    expect(values['links.certificate']).toBe(leadsTo);
    expect(values['links.course']).toBe(course);
    expect(values['links.module']).toBe(`${course}/learn`);
  });
});

describe('the next opening in a mail of a simulation', () => {
  it.each([
    ['2026-12-08T08:00:00.000Z', 'Tuesday, 8 December 2026 at 17:00'],
    [null, 'soon'],
    [undefined, 'what was real'],
  ])('%s is said as "%s"', (nextOpening, said) => {
    const known = nextOpening === undefined ? {} : { nextOpening };
    const values = simulatedValues({ ...mail, ...known }, place, { 'dates.next': 'what was real' });
    expect(values['dates.next']).toBe(said);
  });
});
