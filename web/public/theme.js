// Runs before the first paint, so that nobody sees a flash of the other theme. Kept in step with src/app/shell/theme.ts.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem('gradus.theme');
  } catch {
    // Storage is refused: follow the system.
  }
  var dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
