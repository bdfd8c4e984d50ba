package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is done to the program is in the log; what runs can be seen. */
class AdministeringTest extends EndToEnd {

    @AfterEach
    void goOn() {
        if (shop != null) {
            shop.post("/admin/processors/orders-view/start", "").expect(200);
        }
    }

    @Test
    void givenAProcessorThatIsPaused_whenTheAuditIsAsked_thenItTellsWhoDidItWhyAndWhatCameOfIt() {
        String request = Shop.unique("request-");

        shop.post("/admin/processors/orders-view/pause", "", "X-Request-Id", request, "X-Reason", "looks odd")
                .expect(200);

        Answer audited = shop.eventually(
                "/audit?requestId=" + request, found -> found.items("type").size() == 2);
        assertThat(audited.items("type"))
                .containsExactly("administration.ActionAnswered", "administration.ActionRequested");
        assertThat(audited.items("who")).containsOnly("developer");
        assertThat(audited.items("why")).containsOnly("looks odd");
        assertThat(audited.at("/items/1/data/action").asString()).isEqualTo("pauseProcessor");
        assertThat(audited.at("/items/1/data/request").asString())
                .isEqualTo("POST /admin/processors/orders-view/pause");
        assertThat(audited.at("/items/0/data/status").asInt()).isEqualTo(200);
        assertThat(audited.items("stream").stream().distinct()).hasSize(1);
    }

    @Test
    void givenADeedThatIsRefused_whenTheAuditIsAsked_thenItTellsThat() {
        String request = Shop.unique("request-");

        shop.post("/admin/processors/none/reset", "", "X-Request-Id", request).expect(404);

        Answer audited = shop.eventually(
                "/audit?requestId=" + request, found -> found.items("type").size() == 2);
        assertThat(audited.at("/items/0/data/status").asInt()).isEqualTo(404);
    }

    @Test
    void givenACustomerWhoIsForgotten_whenTheAuditIsAsked_thenItTellsSoButNotTheReason() {
        String request = Shop.unique("request-");
        String customer = Shop.unique("c");
        shop.confirmed(shop.placed("\"customerId\": \"%s\"".formatted(customer), new Line(shop.listed("1.00", 5), 1)));

        shop.post("/customers/" + customer + "/forget", "", "X-Request-Id", request, "X-Reason", "Ada asked for it")
                .expect(200);

        Answer audited = shop.eventually(
                "/audit?requestId=" + request, found -> found.items("type").size() == 2);
        assertThat(audited.at("/items/1/data/action").asString()).isEqualTo("forgetCustomer");
        assertThat(audited.body()).doesNotContain("Ada asked");
    }

    @Test
    void givenWhatIsOnlyRead_whenTheLogIsLookedAt_thenNothingIsRecorded() {
        String request = Shop.unique("request-");
        shop.get("/admin/processors", "X-Request-Id", request).expect(200);
        shop.post("/admin/nothing", "", "X-Request-Id", request).expect(404);

        assertThat(program.jdbc()
                        .sql("select count(*) from read.audit where request_id = ?")
                        .param(request)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void givenARunningProgram_whenItsInfoIsAsked_thenItTellsVersionsAndConfigurationWithoutSecrets() {
        Answer info = shop.get("/admin/info").expect(200);

        assertThat(info.text("/eventStore")).isEqualTo(program.store().toString());
        assertThat(info.text("/nodeId")).isNotBlank();
        assertThat(info.text("/versions/axonFramework")).isEqualTo("4.13.0");
        assertThat(info.text("/versions/springBoot")).startsWith("4.1.");
        assertThat(info.text("/versions/postgresql")).startsWith("17.");
        assertThat(info.at("/log/position").isNumber()).isTrue();
        assertThat(info.at("/configuration").get("ledgerline.data-directory").asString())
                .isEqualTo(program.data().toString());
        assertThat(info.body()).doesNotContain(Program.WEBHOOK_SECRET);
    }
}
