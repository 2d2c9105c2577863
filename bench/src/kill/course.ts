/** The course that learners go through while things die. */
export const COURSE = 'ai-marketing-mastery';
/** How long it takes, seconds of its own clock. */
export const TWELVE_WEEKS = 84 * 86_400;

/** The product's own settings where the demo's are for people who watch; limits that a crowd on one address would meet. */
export const SETTINGS = {
  GRADUS_GRADER: 'openai',
  GRADUS_RETRY_HORIZON_SECONDS: '86400',
  GRADUS_RETRY_MAX_INTERVAL_SECONDS: '5',
  GRADUS_RATE_AUTH_PER_MINUTE: '1000000',
  GRADUS_RATE_GENERAL_PER_HOUR: '10000000',
  GRADUS_RATE_GENERATION_PER_HOUR: '10000000',
};
