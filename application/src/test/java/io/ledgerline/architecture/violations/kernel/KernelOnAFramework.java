package io.ledgerline.architecture.violations.kernel;

import org.springframework.core.Ordered;

/** Breaks: the kernel is plain Java. */
public abstract class KernelOnAFramework implements Ordered {}
