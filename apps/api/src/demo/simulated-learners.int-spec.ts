import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CourseSchool } from '../testing/course-school.ts';

let school: CourseSchool;
let simulator: Server;
let answer = 202;
const asked: Array<{ email: string; password: string; courseId: string; speed: number }> = [];

/** A process that says it will play learners, on a port of its own. */
beforeAll(async () => {
  simulator = createServer((request, response) => {
    let text = '';
    request.on('data', (part) => (text += String(part)));
    request.on('end', () => {
      asked.push(JSON.parse(text));
      response.writeHead(answer).end('{}');
    });
  });
  await new Promise<void>((resolve) => simulator.listen(0, '127.0.0.1', resolve));
  const { port } = simulator.address() as AddressInfo;
  school = await CourseSchool.start({ GRADUS_DEMO: 'true', GRADUS_LEARNER_URL: `http://127.0.0.1:${port}` });
});
// Bells that nobody answers are given up after four seconds.
afterAll(async () => {
  simulator.close();
  await school.stop();
}, 20_000);

const start = (token: string, body: object = {}) =>
  school.post(`/api/courses/${school.freeCourse}/simulated-learners`, token, body);

describe('a simulated learner', () => {
  it('is a marked person whom the simulator can sign in as', async () => {
    const staff = await school.api.person('instructor');
    const { status, body } = await start(staff.token, { speed: 50_000 });
    expect(status).toBe(202);
    expect(body).toMatchObject({ speed: 50_000, name: expect.stringContaining('(simulated)') });
    const part = asked.at(-1)!;
    expect(part).toMatchObject({ courseId: school.freeCourse, speed: 50_000 });
    const { email, password } = part;
    const session = await school.api.ask('POST', '/api/auth/login', { body: { email, password } });
    expect(session).toMatchObject({ status: 200, body: { me: { simulated: true, emailVerified: true } } });
    const enrolled = await school.post(`/api/courses/${school.freeCourse}/enroll`, session.body.accessToken, {
      speed: 50_000,
    });
    expect(enrolled.body.state).toBe('active');
    const progress = await school.progress(session.body.accessToken);
    expect(progress).toMatchObject({ simulated: true, speed: 50_000 });
  });

  it('leaves nobody behind when the simulator does not take part', async () => {
    const staff = await school.api.person('instructor');
    answer = 500;
    const refused = await start(staff.token);
    answer = 202;
    expect(refused).toMatchObject({ status: 503, body: { code: 'demo.simulator-away' } });
    const left = await school.api.query('SELECT 1 FROM users WHERE email = $1', [asked.at(-1)!.email]);
    expect(left).toEqual([]);
  });

  it('is not played so fast that the journey gives it up before it can have done the work', async () => {
    const staff = await school.api.person('instructor');
    const before = asked.length;
    const { status, body } = await start(staff.token, { speed: 1_000_000 });
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'demo.too-fast' });
    // Two modules, 87 days until the good-bye: some twenty seconds of real work.
    expect(body.data.topSpeed).toBeGreaterThan(200_000);
    expect(body.data.topSpeed).toBeLessThan(500_000);
    expect(body.detail).toContain(body.data.topSpeed.toLocaleString('en'));
    expect(asked).toHaveLength(before);
    expect((await start(staff.token, { speed: body.data.topSpeed })).status).toBe(202);
  });

  it('is started by staff only', async () => {
    const learner = await school.api.person();
    expect((await start(learner.token)).status).toBe(403);
  });
});
