package io.ledgerline.security;

/** Others could come in, and nobody would have to log in. */
public final class LoginMissing extends IllegalStateException {

    LoginMissing(String key, String address) {
        super(
                ("Without log-in Ledgerline listens on this machine's loopback only, and %s asks for %s: everybody there could"
                                + " do everything.")
                        .formatted(key, address));
    }
}
