package io.ledgerline.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.evolution.Upcasters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden files are worth what they find: each way to change an event without saying so. */
class GoldenEventsTest {

    record Line(String sku, int quantity) {}

    @Revision("1")
    record Sold(String id, Encrypted name, Money total, List<Line> lines, Colour colour) {}

    enum Colour {
        RED
    }

    @Revision("1")
    record WithAnotherName(String number, Encrypted name, Money total, List<Line> lines, Colour colour) {}

    @Revision("1")
    record WithAnotherType(int id, Encrypted name, Money total, List<Line> lines, Colour colour) {}

    @Revision("1")
    record WithOneMore(String id, Encrypted name, Money total, List<Line> lines, Colour colour, boolean more) {}

    @Revision("1")
    record WithOneLess(String id, Encrypted name, Money total, List<Line> lines) {}

    @Revision("1")
    record NoLongerEncrypted(String id, String name, Money total, List<Line> lines, Colour colour) {}

    @Revision("1")
    record NowNullable(String id, @Nullable Encrypted name, Money total, List<Line> lines, Colour colour) {}

    @Revision("1")
    record NoLongerAList(String id, Encrypted name, Money total, Line lines, Colour colour) {}

    record OtherLine(String sku, int quantity, Money price) {}

    @Revision("1")
    record NestedOneMore(String id, Encrypted name, Money total, List<OtherLine> lines, Colour colour) {}

    enum OtherColour {
        RED,
        BLUE
    }

    @Revision("1")
    record AnotherColour(String id, Encrypted name, Money total, List<Line> lines, OtherColour colour) {}

    record MovedLine(String sku, int quantity) {}

    /** Its classes have other names; in JSON nothing is different. */
    @Revision("1")
    record TheSame(String id, Encrypted name, Money total, List<MovedLine> lines, Colour colour) {}

    @TempDir
    private Path resources;

    @BeforeEach
    void givenAnEventAsItWasFirstWritten() {
        assertThat(failures(
                        Sold.class,
                        true,
                        new Sold("1", new Encrypted("v1:a"), gbp(), List.of(new Line("A", 1)), Colour.RED)))
                .isEmpty();
    }

    static List<Class<?>> others() {
        return List.of(
                WithAnotherName.class,
                WithAnotherType.class,
                WithOneMore.class,
                WithOneLess.class,
                NoLongerEncrypted.class,
                NowNullable.class,
                NoLongerAList.class,
                NestedOneMore.class,
                AnotherColour.class);
    }

    /** Also with {@code -Dgolden.write}: it writes what is missing, and changes nothing. */
    @ParameterizedTest
    @MethodSource("others")
    void givenAnotherShapeInTheSameRevision_thenItIsFound(Class<?> changed) {
        assertThat(failures(changed, true)).anyMatch(it -> it.contains("another shape needs another @Revision"));
    }

    @Test
    void givenTheSameShapeInOtherClasses_thenNothingIsFound() {
        assertThat(failures(
                        TheSame.class,
                        false,
                        new TheSame("1", new Encrypted("v1:a"), gbp(), List.of(new MovedLine("A", 1)), Colour.RED)))
                .isEmpty();
    }

    @Test
    void givenAnotherValueInTheExample_thenItIsFound() {
        assertThat(failures(
                        Sold.class,
                        false,
                        new Sold("2", new Encrypted("v1:a"), gbp(), List.of(new Line("A", 1)), Colour.RED)))
                .isNotEmpty();
    }

    @Revision("2")
    record Second(String number, Encrypted name, Money total, List<Line> lines, Colour colour) {}

    private static final Second TODAY =
            new Second("1", new Encrypted("v1:a"), gbp(), List.of(new Line("A", 1)), Colour.RED);

    private static final Upcasters RENAMED =
            Upcasters.none().with("test.Sold", event -> event.set("number", event.remove("id")));

    @Test
    void givenASecondRevisionWithAnUpcaster_thenTheFirstIsReadAsTheSecond() {
        assertThat(failing(second(RENAMED).once("test.Sold.r1.json", TODAY).tests(TODAY)))
                .isEmpty();
    }

    @Test
    void givenAnUpcasterThatLosesSomething_thenItIsFound() {
        Upcasters losing = Upcasters.none().with("test.Sold", event -> event.remove("id"));

        assertThat(failing(second(losing).once("test.Sold.r1.json", TODAY).tests(TODAY)))
                .containsExactly("test.Sold.r1.json is read as it would be written today");
    }

    @Test
    void givenASecondRevisionWithoutAnUpcaster_thenItIsRefused() {
        assertThatThrownBy(() -> second(Upcasters.none())).hasMessageContaining("upcasters up to revision 1");
    }

    @Test
    void givenNobodySaysWhatTheFirstIsReadAs_thenItIsFound() {
        assertThat(failing(second(RENAMED).tests(TODAY))).containsExactly("each golden file has an example");
    }

    @Test
    void givenTheFirstOnesFilesAreGone_thenItIsFound() throws IOException {
        Files.delete(resources.resolve("golden/test.Sold.r1.json"));
        Files.delete(resources.resolve("golden-shape/test.Sold.r1.txt"));

        assertThat(failing(second(RENAMED).tests(TODAY)))
                .containsExactly(
                        "each revision that ever was has a golden file", "each revision that ever was has its shape");
    }

    private GoldenEvents second(Upcasters upcasters) {
        return new GoldenEvents(new LogicalTypes(Map.of("test.Sold", Second.class)), upcasters, resources, true);
    }

    /** The display names of those that fail. */
    private List<String> failures(Class<?> event, boolean write, Object... examples) {
        LogicalTypes types = new LogicalTypes(Map.of("test.Sold", event));
        return failing(new GoldenEvents(types, Upcasters.none(), resources, write).tests(examples));
    }

    private static List<String> failing(Stream<DynamicTest> tests) {
        return tests.filter(GoldenEventsTest::fails)
                .map(DynamicTest::getDisplayName)
                .toList();
    }

    private static boolean fails(DynamicTest test) {
        try {
            test.getExecutable().execute();
            return false;
        } catch (Throwable e) {
            return true;
        }
    }

    private static Money gbp() {
        return Money.of("1.00", "GBP");
    }
}
