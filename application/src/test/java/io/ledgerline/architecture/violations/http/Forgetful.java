package io.ledgerline.architecture.violations.http;

import org.axonframework.serialization.JavaSerializer;

/** Breaks: what is stored is JSON. */
@SuppressWarnings("deprecation")
public class Forgetful {
    JavaSerializer serializer;
}
