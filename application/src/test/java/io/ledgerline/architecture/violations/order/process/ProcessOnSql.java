package io.ledgerline.architecture.violations.order.process;

import javax.sql.DataSource;

/** Breaks: the domain knows neither web nor SQL. */
public record ProcessOnSql(DataSource database) {}
