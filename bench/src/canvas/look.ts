import type { Browser, Page } from 'playwright-core';

export type PageName = 'ours' | 'bare';

/** One opening of a page. */
export interface Look {
  /** From the beginning of the navigation to the painted picture. */
  openMs: number;
  /** Frames a second while it is panned for two seconds. */
  fps: number;
  /** Boxes whose content changed when the numbers of ten did; 0 on the bare page, which has none. */
  redrawn: number;
}

const PANNED_MS = 2_000;

/** Opens a page in a window of its own, pans it and changes ten boxes. */
export async function look(browser: Browser, url: string): Promise<Look> {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  try {
    const page = await context.newPage();
    await page.goto(url);
    const opened = await page.waitForFunction('window.opened', undefined, { timeout: 60_000 });
    const openMs = Number(await opened.jsonValue());
    await page.waitForTimeout(300);
    return { openMs, fps: await pan(page), redrawn: await change(page) };
  } finally {
    await context.close();
  }
}

/** Scrolls down by a step each frame, and counts the frames. */
function pan(page: Page): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    const pane = document.querySelector('.react-flow__pane');
    const began = performance.now();
    let frames = 0;
    const frame = () => {
      frames += 1;
      const deltaY = frames % 120 < 60 ? 24 : -24;
      pane.dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true, clientX: 400, clientY: 400 }));
      const spent = performance.now() - began;
      if (spent < ${PANNED_MS}) requestAnimationFrame(frame);
      else done((frames * 1000) / spent);
    };
    requestAnimationFrame(frame);
  })`);
}

/** The second change: the first gives boxes their strips. */
function change(page: Page): Promise<number> {
  return page.evaluate(`new Promise((done) => {
    if (!document.querySelector('.step-canvas')) return done(0);
    window.mark(10);
    setTimeout(() => {
      const touched = new Set();
      const watch = new MutationObserver((changes) => {
        for (const { target } of changes) {
          const box = (target.nodeType === 1 ? target : target.parentElement)?.closest('.react-flow__node');
          if (box) touched.add(box.dataset.id);
        }
      });
      watch.observe(document.querySelector('.react-flow__nodes'), { subtree: true, childList: true, characterData: true, attributes: true });
      window.mark(10);
      setTimeout(() => { watch.disconnect(); done(touched.size); }, 400);
    }, 400);
  })`);
}
