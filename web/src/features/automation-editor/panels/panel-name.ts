export type PanelName = 'problems' | 'simulate' | 'versions' | 'settings';
