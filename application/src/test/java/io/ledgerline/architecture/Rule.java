package io.ledgerline.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.ledgerline.architecture.violations.catalog.Shelf;
import io.ledgerline.architecture.violations.http.FirstOfTheCycle;
import io.ledgerline.architecture.violations.http.Forgetful;
import io.ledgerline.architecture.violations.http.Sleeper;
import io.ledgerline.architecture.violations.http.Waiter;
import io.ledgerline.architecture.violations.kernel.KernelOnAFramework;
import io.ledgerline.architecture.violations.kernel.KernelThatKnowsACatalog;
import io.ledgerline.architecture.violations.kernel.RoughAmount;
import io.ledgerline.architecture.violations.order.OldCalendar;
import io.ledgerline.architecture.violations.order.OrderDto;
import io.ledgerline.architecture.violations.order.OrderThatReachesIntoTheCatalog;
import io.ledgerline.architecture.violations.order.api.ShapelessEvent;
import io.ledgerline.architecture.violations.order.api.StrayRevision;
import io.ledgerline.architecture.violations.order.process.ProcessOnSql;
import io.ledgerline.architecture.violations.query.ListensToAnything;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.NullMarked;

/** The rules of the house. Each knows classes that break it, to be seen to fail on. */
enum Rule {
    MODULES_DEPEND_DOWNWARDS_ONLY(
            modules -> classes()
                    .that(describe("are ours", modules::contains))
                    .should(new EachDependency("depend on modules below only", modules) {
                        @Override
                        boolean isFine(JavaClass user, JavaClass used) {
                            return modules.mayUse(modules.of(user), modules.of(used));
                        }
                    }),
            KernelThatKnowsACatalog.class),

    A_CONTEXT_IS_USED_THROUGH_ITS_API_ONLY(
            modules -> classes()
                    .that(describe("are ours", modules::contains))
                    .should(new EachDependency("use other contexts' api only", modules) {
                        @Override
                        boolean isFine(JavaClass user, JavaClass used) {
                            return modules.of(user).equals(modules.of(used)) || modules.shows(used);
                        }
                    }),
            OrderThatReachesIntoTheCatalog.class),

    PACKAGES_ARE_FREE_OF_CYCLES(
            modules -> slices().matching(modules.base() + ".(*)..").should().beFreeOfCycles(), FirstOfTheCycle.class),

    THE_KERNEL_IS_PLAIN_JAVA(
            modules -> classes()
                    .that()
                    .resideInAPackage(modules.base() + ".kernel")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            modules.base() + "..",
                            "java..",
                            "com.fasterxml.jackson.annotation",
                            "org.jspecify.annotations"),
            KernelOnAFramework.class),

    THE_DOMAIN_KNOWS_NEITHER_WEB_NOR_SQL(
            modules -> noClasses()
                    .that()
                    .resideInAnyPackage(modules.packages(
                            "kernel",
                            "kernel.aggregate",
                            "kernel.evolution",
                            "kernel.process",
                            "catalog",
                            "catalog.api",
                            "catalog.process",
                            "payment",
                            "payment.api",
                            "payment.process",
                            "order",
                            "order.api",
                            "order.process"))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "io.r2dbc..",
                            "reactor..",
                            "org.springframework.jdbc..",
                            "org.springframework.r2dbc..",
                            "org.springframework.transaction..",
                            "org.springframework.http..",
                            "org.springframework.web..",
                            "io.swagger.."),
            ProcessOnSql.class),

    NAMES_ARE_THE_FIELDS_OWN(
            modules -> noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Service|Dto|DTO|Manager|Helper|Helpers|Util|Utils|Utility)$")
                    .allowEmptyShould(false),
            OrderDto.class),

    TIME_IS_NOT_A_DATE(
            modules -> noClasses()
                    .should()
                    .dependOnClassesThat(nameMatching("java\\.util\\.(Date|Calendar|GregorianCalendar)")),
            OldCalendar.class),

    MONEY_IS_NOT_FLOATING_POINT(
            modules -> CompositeArchRule.of(fields().that()
                            .areDeclaredInClassesThat(resideInAnyPackage(contexts(modules)))
                            .should()
                            .notHaveRawType(floatingPoint()))
                    .and(codeUnits()
                            .that()
                            .areDeclaredInClassesThat(resideInAnyPackage(contexts(modules)))
                            .should()
                            .notHaveRawReturnType(floatingPoint())),
            RoughAmount.class),

    /** Who waits is woken. The import's worker alone backs off, on its own thread, from what fails. */
    NOBODY_SLEEPS(
            modules -> noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName(modules.base() + ".imports.Steps")
                    .should()
                    .callMethodWhere(describe(
                            "it sleeps",
                            call -> call.getTarget().getName().equals("sleep")
                                    && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                                            .contains(call.getTargetOwner().getName()))),
            Sleeper.class),

    NOBODY_WAITS_FOR_A_PUBLISHER(
            modules -> noClasses()
                    .should()
                    .callMethodWhere(owner(assignableTo("org.reactivestreams.Publisher"))
                            .onResultOf(com.tngtech.archunit.core.domain.JavaAccess.Functions.Get.target())
                            .and(describe(
                                    "it blocks",
                                    call -> call.getTarget().getName().matches("block.*|toIterable|toStream")))),
            Waiter.class),

    WHAT_IS_STORED_IS_JSON(
            modules -> noClasses()
                    .should()
                    .dependOnClassesThat(
                            nameMatching(
                                    "com\\.thoughtworks\\.xstream\\..*|.*\\.XStreamSerializer|.*\\.JavaSerializer|java\\.io\\.Object(In|Out)putStream")),
            Forgetful.class),

    EVENTS_ARE_OF_A_SEALED_FAMILY_AND_HAVE_A_REVISION(
            modules -> CompositeArchRule.of(classes()
                            .that()
                            .areInterfaces()
                            .and()
                            .haveSimpleNameEndingWith("Event")
                            .should(be("sealed", type -> type.reflect().isSealed()))
                            .andShould(be(
                                    "public in an api package, or part of such a family",
                                    type -> type.getPackageName().endsWith(".api"))))
                    .and(classes()
                            .that(describe("are events", Rule::isEvent))
                            .should()
                            .beAnnotatedWith(Revision.class)
                            .andShould(be("records", type -> type.reflect().isRecord())))
                    .and(classes()
                            .that()
                            .areAnnotatedWith(Revision.class)
                            .and()
                            .areNotAssignableTo(EventSourcedAggregate.class)
                            .should(be("events of a family", Rule::isEvent))),
            ShapelessEvent.class,
            ShapelessEvent.SomethingHappened.class,
            StrayRevision.class),

    HANDLERS_LISTEN_TO_EVENTS_OF_A_FAMILY(
            modules -> methods()
                    .that()
                    .areAnnotatedWith(EventHandler.class)
                    .or()
                    .areAnnotatedWith(EventSourcingHandler.class)
                    .or()
                    .areAnnotatedWith(SagaEventHandler.class)
                    .should(new ArchCondition<JavaMethod>("take an event first") {
                        @Override
                        public void check(JavaMethod method, ConditionEvents events) {
                            JavaClass first = method.getRawParameterTypes().get(0);
                            boolean family = isEvent(first) || isFamily(first);
                            events.add(
                                    new SimpleConditionEvent(method, family, method.getFullName() + " takes " + first));
                        }
                    }),
            ListensToAnything.class),

    NULLS_ARE_DECLARED(
            modules -> classes()
                    .should(be(
                            "in a package that is @NullMarked",
                            type -> type.getPackage().isAnnotatedWith(NullMarked.class))),
            Shelf.class);

    private final Function<Modules, ArchRule> rule;
    private final List<Class<?>> violations;

    Rule(Function<Modules, ArchRule> rule, Class<?>... violations) {
        this.rule = rule;
        this.violations = List.of(violations);
    }

    List<Class<?>> violations() {
        return violations;
    }

    ArchRule in(String base) {
        return rule.apply(new Modules(base)).as(this.toString());
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private static String[] contexts(Modules modules) {
        return modules.packages("kernel..", "catalog..", "payment..", "order..", "query..");
    }

    private static DescribedPredicate<JavaClass> floatingPoint() {
        return nameMatching("float|double|java\\.lang\\.(Float|Double)").forSubtype();
    }

    private static boolean isFamily(JavaClass type) {
        return type.isInterface()
                && type.getSimpleName().endsWith("Event")
                && type.getPackageName().endsWith(".api");
    }

    private static boolean isEvent(JavaClass type) {
        return !type.isInterface() && type.getAllRawInterfaces().stream().anyMatch(Rule::isFamily);
    }

    private static ArchCondition<JavaClass> be(String what, java.util.function.Predicate<JavaClass> is) {
        return new ArchCondition<>("be " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(type, is.test(type), type.getName() + " should be " + what));
            }
        };
    }

    /** Looks at what our classes need of each other. */
    private abstract static class EachDependency extends ArchCondition<JavaClass> {

        private final Modules modules;

        EachDependency(String description, Modules modules) {
            super(description);
            this.modules = modules;
        }

        abstract boolean isFine(JavaClass user, JavaClass used);

        @Override
        public void check(JavaClass user, ConditionEvents events) {
            user.getDirectDependenciesFromSelf().stream()
                    .filter(dependency -> modules.contains(dependency.getTargetClass()))
                    .forEach(dependency -> events.add(new SimpleConditionEvent(
                            user, isFine(user, dependency.getTargetClass()), dependency.getDescription())));
        }
    }
}
