import { bringIntoView } from './bring-into-view.ts';

const clear = { top: 50, right: 20, bottom: 80, left: 20 };
const window = { width: 800, height: 600 };
const box = { x: 100, y: 100, width: 300, height: 80 };

it('leaves a view alone that shows the whole box', () => {
  const view = { x: 0, y: 0, zoom: 1 };
  expect(bringIntoView(view, box, window, clear)).toEqual(view);
});

it('moves by as much as a box reaches over an edge, each way', () => {
  expect(bringIntoView({ x: 500, y: 0, zoom: 1 }, box, window, clear)).toEqual({ x: 380, y: 0, zoom: 1 });
  expect(bringIntoView({ x: -200, y: 0, zoom: 1 }, box, window, clear)).toEqual({ x: -80, y: 0, zoom: 1 });
  expect(bringIntoView({ x: 0, y: 900, zoom: 1 }, box, window, clear)).toEqual({ x: 0, y: 340, zoom: 1 });
  expect(bringIntoView({ x: 0, y: -90, zoom: 1 }, box, window, clear)).toEqual({ x: 0, y: -50, zoom: 1 });
});

it('does not run after a box that a narrow window cannot hold', () => {
  const view = { x: 500, y: 0, zoom: 1 };
  expect(bringIntoView(view, box, { width: 320, height: 600 }, clear)).toEqual(view);
});
