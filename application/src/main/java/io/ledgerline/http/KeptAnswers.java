package io.ledgerline.http;

import java.time.Instant;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Answers to requests with an {@code Idempotency-Key}, for all nodes and for as long as keys are kept. Never blocks. */
interface KeptAnswers {

    /** How a request with a key finds it. */
    sealed interface Found {

        /** Nobody's: whoever asked has it now, and keeps an answer or gives it back. */
        record Free(Claim claim) implements Found {}

        record Answered(KeptAnswer answer) implements Found {}

        /** Someone is at work on the same request, or was, and may have died of it a moment ago. */
        record UnderWay() implements Found {}

        /** It belongs to another request. */
        record Reused() implements Found {}
    }

    /**
     * That someone is at work on a request: for a moment, unless he says that he is ({@link #atWork}).
     *
     * @param fingerprint of the request
     * @param owner tells him from others who had the key, and were taken for dead
     * @param askedAt when the request was first asked for under the key: the same for all who carry it out until the key's
     *     time is over, and another one from then on
     * @param takenAt by this node's {@link System#nanoTime()}, or a little before
     * @param inherited from someone who died at the same request, or left it, and may have answered it
     */
    record Claim(String key, String fingerprint, String owner, Instant askedAt, long takenAt, boolean inherited) {}

    /**
     * Takes the key if it is free: if it is new, too old or given back, or if whoever was at work on the same request is dead.
     * Never while someone is at work.
     *
     * @param fingerprint of the request
     */
    Mono<Found> take(String key, String fingerprint);

    /** Says that someone is at work, until it is disposed of. */
    Disposable atWork(Claim claim);

    /**
     * The first answer that was kept under the key: this one, unless someone took the claim over and was faster. Fails if it
     * can't be kept: then nobody must be told of it, as the next one who asks may be told another.
     */
    Mono<KeptAnswer> keep(Claim claim, KeptAnswer answer);

    /**
     * The same for an answer that the log gives again to whoever sends the same request: it may be told at once, and is kept a
     * moment later. Until then who asks on this node is answered as well, and others find it under way. If it can't be kept the
     * claim ends by itself, and the next one who asks carries out the same command.
     */
    Mono<KeptAnswer> keepSoon(Claim claim, KeptAnswer answer);

    /**
     * The key is nobody's again, and free for any request; the same one is still asked for since it first was. One that was
     * inherited is free for the same request only, which may have been answered.
     */
    Mono<Void> giveBack(Claim claim);

    /** The request may have been carried out, but nobody is at work on it any more. */
    Mono<Void> abandon(Claim claim);
}
