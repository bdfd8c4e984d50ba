package io.ledgerline.http;

import io.ledgerline.kernel.web.Preferences;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.query.api.Representation;
import io.ledgerline.query.api.Representations;
import io.ledgerline.query.api.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * What a client prefers to see of its command: what it has changed ({@code return=representation}), and that only once
 * the order's process is done with it ({@code wait}). Opened before the command is sent.
 */
final class Outlook implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outlook.class);

    /** The order, if the client waits for its process. */
    private final @Nullable Watch process;

    /** What the client wants to see; the order itself, as a rule. */
    private final @Nullable Watch resource;

    private final Duration patience;
    private final List<String> applied;

    private Outlook(@Nullable Watch process, @Nullable Watch resource, Duration patience, List<String> applied) {
        this.process = process;
        this.resource = resource;
        this.patience = patience;
        this.applied = List.copyOf(applied);
    }

    static Outlook on(Submission submission, Preferences preferences, Map<Resource.Type, Representations> views) {
        Resource changed = submission.resource();
        Resource target = submission.target();
        Duration patience = preferences.patience();
        List<String> applied = new ArrayList<>();
        Watch resource = null;
        if (preferences.representation() && views.containsKey(changed.type())) {
            resource = views.get(changed.type()).watch(changed);
            applied.add("return=representation");
        }
        Watch process = null;
        if (patience != null && target.type() == Resource.Type.ORDER && views.containsKey(target.type())) {
            process = resource != null && changed.equals(target)
                    ? resource
                    : views.get(target.type()).watch(target);
            applied.add("wait=" + patience.toSeconds());
        }
        return new Outlook(process, resource, patience == null ? Preferences.DEFAULT_WAIT : patience, applied);
    }

    /** The answer as preferred; the plain one if that takes longer than the client waits, or can't be had. */
    Mono<Answer> on(Answer plain, Sent sent) {
        if (patience.isZero()) {
            return Mono.just(plain);
        }
        return shown(sent)
                .map(shown -> plain.applying(applied, resource == null ? null : shown))
                .timeout(patience, Mono.empty())
                .doOnError(failure -> LOG.warn("A command is done, but can't be shown", failure))
                .onErrorComplete()
                .defaultIfEmpty(plain);
    }

    /** What there is to show in the end; empty if the client wants to see nothing. */
    private Mono<Representation> shown(Sent sent) {
        if (process == null) {
            return resource == null ? Mono.empty() : resource.shown(sent.versions(), false);
        }
        Mono<Representation> order = process.shown(sent.versions(), true);
        return resource == null || resource == process ? order : order.then(resource.shown(sent.versions(), true));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (resource != null) {
            resource.close();
        }
    }
}
