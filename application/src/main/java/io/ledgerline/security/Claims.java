package io.ledgerline.security;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import reactor.core.publisher.Mono;

/** Reads a token whose signature and times have been checked. */
final class Claims implements Converter<Jwt, Mono<LoggedIn>> {

    /** What the program itself writes as the who of events. Nobody may look like it. */
    private static final Pattern RESERVED =
            Pattern.compile("(process|import|provider):.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final int LONGEST_NAME = 255;

    private final LoginProperties names;

    Claims(LoginProperties names) {
        this.names = names;
    }

    @Override
    public Mono<LoggedIn> convert(Jwt token) {
        return Mono.fromCallable(() -> new LoggedIn(token, name(token), roles(token), customer(token)));
    }

    private String name(Jwt token) {
        Object name = claim(token, names.nameClaim());
        if (!(name instanceof String text) || text.isBlank() || text.length() > LONGEST_NAME) {
            throw new InvalidBearerTokenException("The token doesn't say whose it is.");
        }
        if (text.chars().anyMatch(Character::isISOControl)
                || RESERVED.matcher(text.strip()).matches()) {
            throw new InvalidBearerTokenException("The token's owner has a name that nobody may have.");
        }
        return text;
    }

    private Set<Role> roles(Jwt token) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        words(claim(token, names.roleClaim()))
                .filter(word -> word.startsWith(names.rolePrefix()))
                .map(word -> word.substring(names.rolePrefix().length()))
                .forEach(word -> Arrays.stream(Role.values())
                        .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
                        .forEach(roles::add));
        if (roles.contains(Role.ADMIN)) {
            roles.add(Role.OPERATOR);
        }
        return roles;
    }

    /** Null if there is none, or it can't be the id of anyone. */
    private @Nullable CustomerId customer(Jwt token) {
        Object claim = claim(token, names.customerClaim());
        try {
            return claim instanceof String || claim instanceof Number ? new CustomerId(claim.toString()) : null;
        } catch (InvalidValue e) {
            return null;
        }
    }

    private static Stream<String> words(@Nullable Object claim) {
        if (claim instanceof String text) {
            return Arrays.stream(text.split(" "));
        }
        return claim instanceof Collection<?> list
                ? list.stream().filter(String.class::isInstance).map(String.class::cast)
                : Stream.empty();
    }

    /** Names of claims may have dots of their own, so a claim of just that name comes first. */
    private static @Nullable Object claim(Jwt token, String path) {
        Object whole = token.getClaims().get(path);
        if (whole != null) {
            return whole;
        }
        Object part = token.getClaims();
        for (String name : path.split("\\.")) {
            part = part instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return part;
    }
}
