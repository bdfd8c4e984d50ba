package io.ledgerline.architecture.violations.order;

import java.util.Date;

/** Breaks: time is not a date. */
public record OldCalendar(Date placedAt) {}
