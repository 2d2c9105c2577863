export { CallFailedError, CallRefusedError } from './call-errors.ts';
export { createCaller, type Call, type CallAnswer, type Caller, type CallerOptions } from './caller.ts';
export {
  type SigningKey,
  newSecret,
  signCall,
  verifyCall,
  type SignedCall,
  type Verdict,
} from './signature.ts';
