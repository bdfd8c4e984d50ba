package io.ledgerline.kernel.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call an endpoint. One that says neither this nor {@link AllowedToAnyone} may be called by nobody who has to log
 * in. Of a {@link Role#CUSTOMER} the endpoint must take care itself, by {@link RequestContext#onlyFor()}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AllowedTo {

    /** Any of these will do. An admin is an operator, too. */
    Role[] value();
}
