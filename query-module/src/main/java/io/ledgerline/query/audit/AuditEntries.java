package io.ledgerline.query.audit;

import java.util.List;

/**
 * Answer to {@link FindHistory} and {@link FindEvents}.
 *
 * @param more whether there are others beyond the last one
 * @param behind whether something is known that these don't tell yet
 */
public record AuditEntries(List<AuditEntry> entries, boolean more, boolean behind) {}
