package io.ledgerline.endtoend;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** One program for each store into which one has to log in, and which is short of patience; shared as {@link Programs} are. */
final class LoginPrograms implements ArgumentsProvider {

    static final Tokens TOKENS = new Tokens();
    static final int MOST_STREAMS = 3;

    /** Apart from {@link Programs}, which are keyed by the store itself. */
    private record Key(Store store) {}

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        OnStores only = context.getRequiredTestClass().getAnnotation(OnStores.class);
        return Stream.of(only == null ? Store.values() : only.value()).map(store -> Arguments.of(of(store, context)));
    }

    private static Program of(Store store, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Program.class))
                .computeIfAbsent(
                        new Key(store),
                        key -> new Program(
                                store,
                                "--spring.security.oauth2.resourceserver.jwt.public-key-location="
                                        + TOKENS.publicKey().toUri(),
                                "--server.address=0.0.0.0",
                                "--ledgerline.connections.read-timeout=PT2S",
                                "--ledgerline.connections.write-timeout=PT3S",
                                "--ledgerline.connections.max-streams-per-caller=" + MOST_STREAMS,
                                "--ledgerline.security.cors.allowed-origins=https://shop.example"),
                        Program.class);
    }
}
