package io.ledgerline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class LogicalTypesTest {

    private sealed interface Animal {}

    private sealed interface Bird extends Animal {}

    private record Owl() implements Bird {}

    private record Cat() implements Animal {}

    private record Stone() {}

    private static final class Other {
        private record Stone() {}
    }

    @Test
    void sealedInterfacesStandForAllTheirRecords() {
        assertThat(LogicalTypes.of("zoo", Animal.class, Stone.class).byName())
                .containsOnlyKeys("zoo.Owl", "zoo.Cat", "zoo.Stone")
                .containsValues(Owl.class, Cat.class, Stone.class);
    }

    @Test
    void twoTypesOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LogicalTypes.of("zoo", Stone.class, Other.Stone.class))
                .withMessageContaining("zoo.Stone");
    }
}
