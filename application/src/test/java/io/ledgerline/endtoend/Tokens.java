package io.ledgerline.endtoend;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Whoever issues the tokens that people log in with. */
final class Tokens {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final KeyPair keys;

    Tokens() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where the program finds the key that tokens are checked with. */
    Path publicKey() {
        return pem("PUBLIC KEY", keys.getPublic().getEncoded());
    }

    /** PKCS 8, as openssl makes it. */
    Path privateKey() {
        return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
    }

    private static Path pem(String type, byte[] key) {
        try {
            Path file = Files.createTempFile("ledgerline-", ".pem");
            file.toFile().deleteOnExit();
            String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
            return Files.writeString(file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, encoded, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String of(String name, String... roles) {
        return signed(claims(name, roles));
    }

    String ofCustomer(String id) {
        return signed(claims("user-" + id, "customer").claim("customer_id", id));
    }

    /** One that holds for so long from now on. */
    String of(Duration time, String name, String... roles) {
        return signed(claims(name, roles).expirationTime(Date.from(Instant.now().plus(time))));
    }

    static JWTClaimsSet.Builder claims(String name, String... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .subject(name)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(AN_HOUR)))
                .claim("roles", List.of(roles));
    }

    String signed(JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
            token.sign(new RSASSASigner(keys.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
