package io.ledgerline.payment.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A provider that says what a test wants. */
final class ScriptedGateway implements PaymentGateway {

    final List<Object> asked = new ArrayList<>();
    final List<Charge> charges = new ArrayList<>();
    private final Deque<Supplier<Answer>> answers = new ArrayDeque<>();
    Optional<Answer> books = Optional.empty();
    Optional<Answer> conclusion = Optional.empty();
    final List<Object> concluded = new ArrayList<>();
    boolean booksClosed;

    void answers(Answer answer) {
        answers.add(() -> answer);
    }

    void fails() {
        answers.add(() -> {
            throw new IllegalStateException("no route to provider");
        });
    }

    @Override
    public String provider() {
        return "sandbox";
    }

    @Override
    public Answer capture(Capture capture) {
        asked.add(capture);
        return answers.remove().get();
    }

    @Override
    public Answer refund(Refund refund) {
        asked.add(refund);
        return answers.remove().get();
    }

    @Override
    public Optional<Answer> findCapture(Capture capture) {
        return found();
    }

    @Override
    public Optional<Answer> findRefund(Refund refund) {
        return found();
    }

    @Override
    public Optional<Answer> concludeCapture(Capture capture) {
        concluded.add(capture);
        return conclusion.isPresent() ? conclusion : found();
    }

    @Override
    public Optional<Answer> concludeRefund(Refund refund) {
        concluded.add(refund);
        return conclusion.isPresent() ? conclusion : found();
    }

    private Optional<Answer> found() {
        if (booksClosed) {
            throw new IllegalStateException("no route to provider");
        }
        return books;
    }

    @Override
    public void charges(Consumer<Charge> each) {
        charges.forEach(each);
    }

    @Override
    public Optional<Notice> read(UnaryOperator<String> header, byte[] body) {
        throw new NoticeRejection.WrongSignature();
    }
}
