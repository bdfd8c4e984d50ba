package io.ledgerline.http;

import io.ledgerline.kernel.web.Resource;
import java.util.Map;

/**
 * What came of a submission's commands.
 *
 * @param version that the first command left its stream at
 * @param versions of all streams that were changed, that one too
 */
record Sent(long version, Map<Resource, Long> versions) {}
