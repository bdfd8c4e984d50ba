package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import java.time.Instant;

/**
 * A customer whose personal data nobody can read any more.
 *
 * @param forgottenAt keys made before it are destroyed; one made later is of someone who came back
 * @param who asked for it
 * @param requestId of the request that asked for it
 */
record Forgotten(CustomerId customerId, Instant forgottenAt, String who, String requestId) {}
