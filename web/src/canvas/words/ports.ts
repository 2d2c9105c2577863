export { sayPort as portLabel } from '@gradus/flow';
