import { describe, expect, it } from '@jest/globals';
import { roomOf } from './open-port-room.ts';

const WIDTH = 260;
const rooms = (ports: number) => {
  const between = WIDTH / (ports + 1);
  return Array.from({ length: ports }, (_, index) => ({
    x: (index + 1) * between,
    ...roomOf(index, between),
  }));
};

describe('the names of open ways under a box', () => {
  it('stand side by side while there is room', () => {
    expect(rooms(2).map(({ row }) => row)).toEqual([0, 0]);
  });

  it.each([2, 3, 4, 5, 6, 7, 8])('of %i ways never lie on one another, and can be read', (ports) => {
    for (const { row, x, width } of rooms(ports)) {
      expect(width).toBeGreaterThanOrEqual(70);
      const others = rooms(ports).filter((other) => other.row === row && other.x > x);
      const free = Math.min(...others.map((other) => other.x - other.width / 2));
      expect(x + width / 2).toBeLessThan(free);
    }
  });
});
