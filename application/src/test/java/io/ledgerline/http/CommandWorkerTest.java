package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.catalog.api.CatalogCommand;
import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.RequireProduct;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.eventstore.LogicalSerializer;
import io.ledgerline.http.CommandState.Outcome;
import io.ledgerline.http.CommandState.Status;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Nodes on one database that carry out what was accepted. */
class CommandWorkerTest {

    private static final Duration AT_MOST = Duration.ofSeconds(60);
    private static final String CALLER = "ada";

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final StoredCommands stored = new StoredCommands(
            database.jdbc(),
            new SubmissionJson(LogicalSerializer.of(LogicalTypes.of("catalog", CatalogCommand.class))),
            new JsonMapper());
    private final RecordedCommands gateway = new RecordedCommands();
    private final List<CommandWorker> nodes = new ArrayList<>();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        nodes.forEach(CommandWorker::stop);
        executor.shutdown();
        database.close();
    }

    @Test
    void givenAcceptedCommands_whenCarriedOut_thenTheirAnswersAreTold() {
        gateway.answerWith(4);
        node();
        accept(price("1", "A", 7));

        CommandState done = ended("1");
        assertThat(done.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(done.answer()).isEqualTo(new Answer.Accepted("A", 4, null));
        assertThat(done.finishedAt()).isAfterOrEqualTo(done.acceptedAt());
        CommandMessage<?> sent = gateway.messages().get(0);
        assertThat(sent.getPayload()).isEqualTo(new ChangePrice(new Sku("A"), Money.of("7", "GBP")));
        assertThat(sent.getMetaData())
                .containsEntry(MessageMetadata.COMMAND_ID, "1")
                .containsEntry(MessageMetadata.WHO, CALLER)
                .containsEntry(MessageMetadata.WHY, "sale")
                .containsEntry(MessageMetadata.REQUEST_ID, "request")
                .containsEntry(MessageMetadata.EXPECTED_VERSION, "3")
                .containsEntry(MessageMetadata.EFFECTIVE_AT, "2026-02-01T12:00:00Z");
        assertThat(stored.find("1", "someone else")).isEmpty();
        assertThat(stored.find("1", null)).contains(done);
    }

    @Test
    void givenConditionsAndFollowUps_whenCarriedOut_thenTheyAreSentInTheirOrder() {
        Sku sku = new Sku("A");
        Submission submission = Submission.changing(Resource.product("A"), new ChangePrice(sku, Money.of("7", "GBP")))
                .onlyIf("listed", Resource.product("A"), new RequireProduct(sku))
                .followedBy("stock", Resource.stock("A"), new ReceiveStock(sku, Quantity.of(2)));
        accept(new SubmittedCommand("POST /products", submission, context("1"), null));
        node();

        ended("1");
        assertThat(gateway.payloads())
                .containsExactly(
                        new RequireProduct(sku),
                        new ChangePrice(sku, Money.of("7", "GBP")),
                        new ReceiveStock(sku, Quantity.of(2)));
    }

    @Test
    void givenACommandThatARuleRefuses_thenTheRefusalIsTold() {
        gateway.failWith(new CommandExecutionException(
                "no", null, new Refusal(Rejection.Kind.CONFLICT, "product_discontinued", "No.", Map.of())));
        node();
        accept(price("1", "A", 7));

        CommandState rejected = ended("1");
        assertThat(rejected.status()).isEqualTo(Status.REJECTED);
        assertThat(rejected.answer()).isNull();
        assertThat(rejected.problem())
                .containsEntry("code", "product_discontinued")
                .containsEntry("status", 409)
                .containsEntry("instance", "/products/A/price");
    }

    @Test
    void givenTheStoreIsAway_thenItIsTriedAgainUntilItIsBack() {
        gateway.failWith(new RejectedExecutionException());
        node();
        accept(price("1", "A", 7));
        await().atMost(AT_MOST).until(() -> gateway.payloads().size() == 2);
        assertThat(stored.find("1", CALLER).orElseThrow().status()).isEqualTo(Status.PENDING);
        gateway.answerWith(1);

        assertThat(ended("1").status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void givenManyNodes_whenCommandsOfAStreamWait_thenTheyAreCarriedOutOneAfterTheOtherInTheirOrder() {
        int each = 20;
        for (int i = 0; i < each; i++) {
            accept(price("a" + i, "A", i + 1));
            accept(price("b" + i, "B", i + 1));
        }
        node();
        node();
        node();

        for (int i = 0; i < each; i++) {
            ended("a" + i);
            ended("b" + i);
        }
        assertThat(prices("A")).isEqualTo(IntStream.rangeClosed(1, each).boxed().toList());
        assertThat(prices("B")).isEqualTo(IntStream.rangeClosed(1, each).boxed().toList());
    }

    @Test
    void givenItsNodeDied_thenAnotherTakesItUpUnderTheSameId() {
        accept(price("1", "A", 7));
        // As one that is killed leaves it: it has it, and is never heard of again.
        assertThat(stored.claim(1)).hasSize(1);
        accept(price("2", "A", 8));
        accept(price("3", "B", 9));
        node();

        ended("3");
        assertThat(stored.find("1", CALLER).orElseThrow().status()).isEqualTo(Status.PENDING);
        assertThat(stored.find("2", CALLER).orElseThrow().status()).isEqualTo(Status.PENDING);
        ended("2");
        assertThat(prices("A")).containsExactly(7, 8);
        assertThat(gateway.messages().get(1).getMetaData()).containsEntry(MessageMetadata.COMMAND_ID, "1");
    }

    @Test
    void givenOneThatTakesLong_thenNobodyElseTakesIt() {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        gateway.answerBy(command -> answer);
        node();
        node();
        accept(price("1", "A", 7));
        await().atMost(AT_MOST).until(() -> gateway.payloads().size() == 1);
        Instant claimed = claimedUntil();
        await().atMost(AT_MOST).until(() -> claimedUntil().isAfter(claimed.plus(StoredCommands.CLAIM)));

        answer.complete(1L);
        ended("1");
        assertThat(gateway.payloads()).hasSize(1);
    }

    @Test
    void anOutcomeIsToldOnceAndTheSameCommandIsAcceptedOnce() {
        assertThat(stored.insert(price("1", "A", 7), null)).isTrue();
        assertThat(stored.insert(price("1", "A", 7), null)).isFalse();
        Answer.Accepted first = new Answer.Accepted("A", 1, null);
        stored.finish("1", Outcome.done(first));
        stored.finish("1", Outcome.done(new Answer.Accepted("A", 2, null)));

        assertThat(stored.find("1", CALLER).orElseThrow().answer()).isEqualTo(first);
        assertThat(stored.claim(10)).isEmpty();
    }

    @Test
    void whatIsLoggedIsNotCarriedOutAndWhatIsOldIsForgotten() {
        LaterProperties properties = properties();
        CommandWorker worker = new CommandWorker(stored, sender(), properties, true);
        LaterCommands refused = new LaterCommands(stored, worker, LaterProperties.Log.REFUSED, executor);
        Outcome rejection = Outcome.of(new RejectedExecutionException(), "/products/A/price");
        refused.log(price("1", "A", 7), Outcome.done(new Answer.Accepted("A", 1, null)))
                .block(AT_MOST);
        refused.log(price("2", "A", 7), new Outcome(Status.REJECTED, null, rejection.problem()))
                .block(AT_MOST);
        new LaterCommands(stored, worker, LaterProperties.Log.ALL, executor)
                .log(price("3", "A", 7), Outcome.done(new Answer.Accepted("A", 1, null)))
                .block(AT_MOST);

        assertThat(ids()).containsExactly("2", "3");
        assertThat(stored.claim(10)).isEmpty();
        accept(price("4", "A", 7));
        assertThat(stored.forget(Duration.ofDays(1), 10)).isZero();
        await().until(() -> stored.forget(Duration.ofMillis(1), 10) > 0);
        assertThat(ids()).contains("4");
    }

    private List<String> ids() {
        return database.jdbc()
                .sql("select command_id from commands order by 1")
                .query(String.class)
                .list();
    }

    private Instant claimedUntil() {
        return database.jdbc()
                .sql("select not_before from commands")
                .query(java.time.OffsetDateTime.class)
                .single()
                .toInstant();
    }

    private List<Integer> prices(String sku) {
        return gateway.payloads().stream()
                .map(ChangePrice.class::cast)
                .filter(it -> it.sku().value().equals(sku))
                .map(it -> it.price().amount().intValueExact())
                .toList();
    }

    private CommandState ended(String id) {
        await().atMost(AT_MOST)
                .until(() -> stored.find(id, CALLER).orElseThrow().status() != Status.PENDING);
        return stored.find(id, CALLER).orElseThrow();
    }

    private void accept(SubmittedCommand command) {
        stored.insert(command, null);
        nodes.forEach(CommandWorker::wake);
    }

    private void node() {
        CommandWorker node = new CommandWorker(stored, sender(), properties(), true);
        node.start();
        nodes.add(node);
    }

    private CommandSender sender() {
        return new CommandSender(gateway, new CommandIds(Clock.systemUTC()), Duration.ofMinutes(1));
    }

    private static LaterProperties properties() {
        return new LaterProperties(LaterProperties.Log.NONE, Duration.ofDays(7), 8, 1_000, Duration.ofMillis(100));
    }

    private static SubmittedCommand price(String id, String sku, int pounds) {
        return new SubmittedCommand(
                "PUT /products/" + sku + "/price",
                Submission.changing(
                        Resource.product(sku),
                        new ChangePrice(new Sku(sku), Money.of(Integer.toString(pounds), "GBP"))),
                context(id),
                "3");
    }

    private static RequestContext context(String id) {
        return new RequestContext(CALLER, "request", id, "sale", Instant.parse("2026-02-01T12:00:00Z"), null, null);
    }
}
