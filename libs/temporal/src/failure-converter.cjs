'use strict';
const { DefaultFailureConverter } = require('@temporalio/common');

/**
 * Error texts go through the codec too: nothing readable stays in a history. CommonJS because Temporal loads it by path
 * with `require`, in the client, in the worker and in the workflow sandbox.
 */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
