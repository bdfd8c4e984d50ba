package io.ledgerline.endtoend;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** One program for each store, which all tests of a run share; stopped when the last one is over. */
final class Programs implements ArgumentsProvider {

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        OnStores only = context.getRequiredTestClass().getAnnotation(OnStores.class);
        return Stream.of(only == null ? Store.values() : only.value()).map(store -> Arguments.of(of(store, context)));
    }

    static Program of(Store store, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Program.class))
                .computeIfAbsent(store, Program::new, Program.class);
    }
}
