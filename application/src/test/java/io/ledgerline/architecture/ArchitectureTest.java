package io.ledgerline.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {

    private static final String VIOLATIONS = ArchitectureTest.class.getPackageName() + ".violations";

    private static final JavaClasses PROGRAM = new ClassFileImporter(
                    java.util.List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("io.ledgerline");

    private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages(VIOLATIONS);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theProgramKeepsTheRule(Rule rule) {
        rule.in("io.ledgerline").check(PROGRAM);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theRuleIsSeenToFailOnceItIsBroken(Rule rule) {
        assertThat(rule.violations())
                .isNotEmpty()
                .allSatisfy(
                        offender -> assertThatThrownBy(() -> rule.in(VIOLATIONS).check(OFFENDERS))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining(offender.getName()));
    }

    @Test
    void theRulesAreAppliedToAllModules() {
        Modules modules = new Modules("io.ledgerline");

        assertThat(PROGRAM.stream().map(modules::of))
                .contains("kernel", "payment", "catalog", "order", "query", Modules.APPLICATION);
        assertThat(PROGRAM.stream()).noneMatch(type -> type.getName().startsWith(VIOLATIONS));
    }
}
