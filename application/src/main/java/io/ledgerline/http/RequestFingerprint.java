package io.ledgerline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** What makes two requests the same: all that says what is to be done, but not how it is to be answered. */
final class RequestFingerprint {

    private static final List<String> HEADERS = List.of(
            HttpHeaders.IF_MATCH,
            HttpHeaders.CONTENT_TYPE,
            RequestContextFilter.EFFECTIVE_AT,
            RequestContextFilter.REASON);

    private RequestFingerprint() {}

    /**
     * @param salt so that nobody who sees a fingerprint can find out the request by trying: it is about people, too
     */
    static String of(ServerHttpRequest request, byte[] body, String salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            StringBuilder head = new StringBuilder(salt)
                    .append('\n')
                    .append(request.getMethod().name())
                    .append('\n')
                    .append(request.getURI().getRawPath())
                    .append('\n')
                    .append(request.getURI().getRawQuery());
            HEADERS.forEach(
                    name -> head.append('\n').append(request.getHeaders().getOrEmpty(name)));
            digest.update(head.append('\n').toString().getBytes(UTF_8));
            digest.update(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }
}
