import { sayReader, sayStandIns, simulatedLetter } from './simulated-letter.ts';

const letter = {
  subject: 'Hello {{person.name}}',
  body: '[Your certificate]({{links.certificate}})',
  category: 'transactional' as const,
  waitForDelivery: false,
};
const { waitForDelivery: _, ...written } = letter;
const mail = {
  moduleTitle: 'Week 3',
  nextOpening: '2026-12-22T08:00:00.000Z',
  zone: 'Asia/Tokyo',
  certified: true,
};
const entry = { at: '2026-12-15T08:00:00.000Z', mail };

describe('a mail of a simulation', () => {
  it('is filled in with what the imagined learner is and has at that moment', () => {
    const sent = simulatedLetter({ stepId: 'm', letter, entry, reader: { name: 'Bo' } });
    expect(sent).toEqual({ stepId: 'm', ...written, simulated: { ...mail, name: 'Bo' } });
    expect(sayReader(entry, { name: 'Bo' })).toEqual({ heading: 'As Bo would get it' });
    expect(sayStandIns(sent)).toContain('The link to the certificate');
    expect(sayStandIns({ ...sent, body: 'No link.' })).toBeNull();
  });

  it('to somebody who was there has their own name, and the dates of the draft', () => {
    const reader = { name: 'Zoe', runId: 'r' };
    const sent = simulatedLetter({ stepId: 'm', letter, entry, reader });
    expect(sent).toEqual({ stepId: 'm', ...written, as: { runId: 'r', at: entry.at }, simulated: mail });
    expect(sayReader(entry, reader)).toEqual({ heading: 'As Zoe would have got it' });
  });

  it('to nobody in particular still has the dates of the way', () => {
    const sent = simulatedLetter({ stepId: 'm', letter, entry, reader: undefined });
    expect(sent.simulated).toEqual(mail);
    expect(sayReader(entry, undefined)).toEqual({ heading: 'As the learner would get it' });
    expect(sayReader({}, undefined)).toEqual({});
  });
});
