package io.ledgerline.payment.process;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.ledgerline.kernel.process.CanBeGivenUp;
import io.ledgerline.kernel.process.Decision;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a provider until it answers, on the scheduler's threads, so that no payment waits for another. One that says that
 * it can't is asked again, a bounded number of times, later each time. One that doesn't say anything is asked what
 * became of it instead; if it knows of nothing when the deadline has passed, and makes sure that nothing comes of it, that is
 * the answer.
 */
abstract class AskProvider implements CanBeGivenUp<Question> {

    static final String NO_ANSWER = "no_answer";
    static final String UNAVAILABLE = "provider_unavailable";

    /** Somebody has decided not to wait any longer. */
    static final String ABANDONED = "abandoned";

    private static final Logger LOG = LoggerFactory.getLogger(AskProvider.class);

    /** How long a provider that is left alone is not asked. */
    private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

    private final Providers providers;
    private final ProcessCommands commands;
    private final ProviderSettings settings;
    private final Clock clock;

    AskProvider(Providers providers, ProcessCommands commands, ProviderSettings settings, Clock clock) {
        this.providers = providers;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
    }

    abstract Answer ask(PaymentGateway gateway, Question question);

    abstract Optional<Answer> find(PaymentGateway gateway, Question question);

    abstract Optional<Answer> conclude(PaymentGateway gateway, Question question);

    abstract PaymentCommand done(Question question, String providerReference);

    abstract PaymentCommand declined(Question question, @Nullable String providerReference, String reason);

    abstract PaymentCommand givenUp(Question question, String reason);

    /** Null if nobody wants to know. */
    abstract @Nullable PaymentCommand attemptFailed(Question question, String reason, boolean again);

    /** What the provider is asked for, as metrics have it. */
    abstract String operation();

    /** The name of the process, as the log has it. */
    abstract String process();

    @Override
    public Next<Question> ring(Question question) {
        try {
            return question.answerBy() == null ? ask(question) : lookUp(question, question.answerBy());
        } catch (CallNotPermittedException leftAlone) {
            return Next.again(clock.instant().plus(LEFT_ALONE), question);
        }
    }

    @Override
    public String waitsFor(Question question) {
        return question.answerBy() == null
                ? "%s, to be asked for the %s. time".formatted(question.provider(), question.attempt())
                : "%s, to answer until %s; asked %s times what became of it"
                        .formatted(question.provider(), question.answerBy(), question.lookUps());
    }

    @Override
    public String about(Question question) {
        return "payment-" + question.paymentId();
    }

    /**
     * The provider is told to let it be, and has the last word if it can be reached. If it can't, money may have moved:
     * its notice, or the reconciliation, tells of that later, and the payment takes it in then.
     */
    @Override
    public void giveUp(Question question, Decision decision) {
        Optional<Answer> found = Optional.empty();
        try {
            found = providers.ask(
                    question.provider(),
                    "conclude_" + operation(),
                    question.cause(),
                    gateway -> conclude(gateway, question));
        } catch (RuntimeException e) {
            LOG.warn("{} could not be told to let payment {} be", question.provider(), question.paymentId(), e);
        }
        if (found.isPresent() && (found.get() instanceof Answer.Done || found.get() instanceof Answer.Declined)) {
            settled(question, found.get());
        } else {
            commands.decided(decision, "give-up", givenUp(question, ABANDONED)).join();
        }
    }

    private Next<Question> ask(Question question) {
        Answer answer;
        try {
            answer = providers.ask(
                    question.provider(), operation(), question.cause(), gateway -> ask(gateway, question));
        } catch (CallNotPermittedException leftAlone) {
            throw leftAlone;
        } catch (RuntimeException e) {
            LOG.warn("{} could not be asked about payment {}", question.provider(), question.paymentId(), e);
            answer = new Answer.Failed("not_reached");
        }
        if (answer instanceof Answer.Failed failed) {
            return failed(question, failed);
        }
        if (answer instanceof Answer.Begun begun) {
            return Next.again(clock.instant(), question.begun(begun.providerReference()));
        }
        if (answer instanceof Answer.Pending || answer instanceof Answer.NoAnswer) {
            return lookUpLater(question.lookedUpUntil(clock.instant().plus(settings.answerDeadline()), false));
        }
        return settled(question, answer);
    }

    private Next<Question> failed(Question question, Answer.Failed failed) {
        boolean again = question.attempt() < settings.maxAttempts();
        PaymentCommand record = attemptFailed(question, failed.reason(), again);
        if (record != null) {
            send(question, "attempt/" + question.attempt(), record);
        }
        Instant now = clock.instant();
        return again
                ? Next.again(now.plus(settings.delayAfter(question.attempt())), question.askedAgain())
                : lookUpLater(question.lookedUpUntil(now.plus(settings.answerDeadline()), true));
    }

    private Next<Question> lookUp(Question question, Instant answerBy) {
        boolean last = !clock.instant().isBefore(answerBy);
        Optional<Answer> found = providers.ask(
                question.provider(),
                (last ? "conclude_" : "find_") + operation(),
                question.cause(),
                gateway -> last ? conclude(gateway, question) : find(gateway, question));
        if (found.isEmpty() && last) {
            send(question, "give-up", givenUp(question, question.unavailable() ? UNAVAILABLE : NO_ANSWER));
            return Next.done();
        }
        boolean settled =
                found.isPresent() && (found.get() instanceof Answer.Done || found.get() instanceof Answer.Declined);
        return settled ? settled(question, found.get()) : lookUpLater(question.lookedUpAgain());
    }

    /** Soon, then less and less often; and when the deadline has come. */
    private Next<Question> lookUpLater(Question question) {
        Instant now = clock.instant();
        Instant next = now.plus(settings.delayAfter(question.lookUps() + 2));
        Instant answerBy = question.answerBy();
        return Next.again(
                answerBy != null && answerBy.isAfter(now) && answerBy.isBefore(next) ? answerBy : next, question);
    }

    private Next<Question> settled(Question question, Answer answer) {
        if (answer instanceof Answer.Done done) {
            send(question, "done", done(question, done.providerReference()));
        } else if (answer instanceof Answer.Declined declined) {
            send(question, "declined", declined(question, declined.providerReference(), declined.reason()));
        }
        return Next.done();
    }

    private void send(Question question, String step, PaymentCommand command) {
        if (commands.send(process(), question.cause(), step, command).join() instanceof Outcome.Refused refused) {
            // Asking again would bring the same: what provider and log disagree on is told by the reconciliation.
            LOG.error("What {} says doesn't fit payment {}: {}", question.provider(), command.paymentId(), refused);
        }
    }
}
