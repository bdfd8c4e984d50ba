package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whatever goes right or wrong, the program's own output says nothing of persons, and nothing that opens a door. */
@ExtendWith(OutputCaptureExtension.class)
class QuietLogTest extends LoggedIn {

    private static final String NAME = "Zebedee Quartermaine";
    private static final String STREET = "77 Wanderlust Crescent";

    @Test
    void nobodyIsNamedInTheOutput(CapturedOutput output) {
        String sku = operator.listed("3.00", 10);
        String customer = Shop.unique("c");
        String token = TOKENS.ofCustomer(customer);
        Shop shop = as(token);

        String order = shop.post("/orders", form(customer, sku)).expect(201).text("/id");
        assertThat(shop.decided(order).text("/customerName")).isEqualTo(NAME);
        shop.post("/orders", form(customer, sku).replace("\"country\"", "\"county\""))
                .expect(422);
        shop.post("/orders", form(customer, sku).replace("\"lines\"", "\"lines"))
                .expect(400);
        shop.post("/orders", form("someone-else", sku)).expect(403);
        shop.put("/orders/" + order + "/shipping-address", address()).expect(200);
        shop.pay(order, "tok_declined").expect(201);
        shop.eventually(
                "/orders/" + order, it -> it.text("/shippingAddress/line1").equals(STREET));
        as(token + "x").get("/orders").expect(401);
        operator.send(HttpMethod.POST, "/imports?format=online-retail", form(customer, sku))
                .expect(415);
        whenKeysCanNotBeRead(() -> {
            String another = Shop.unique("c");
            customer(another).post("/orders", form(another, sku)).expectProblem(500, "internal_error");
        });

        assertThat(output.getAll())
                .doesNotContain(NAME, NAME.split(" ")[1], STREET, token, token.split("\\.")[1], Program.WEBHOOK_SECRET);
        assertThat(output.getAll()).as("it is the program's output").contains("customer_key");
    }

    @Test
    void whatIsInARowIsInNoMessageOfTheDatabase() {
        JdbcClient write = program.bean(JdbcClient.class);

        assertThatExceptionOfType(DuplicateKeyException.class)
                .isThrownBy(() -> write.sql("insert into processor_pause (processor_name) values (:name), (:name)")
                        .param("name", NAME)
                        .update())
                .withMessageContaining("processor_pause")
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(NAME));
    }

    /** With a name and an address in hand. */
    private void whenKeysCanNotBeRead(Runnable then) {
        program.jdbc().sql("alter table write.customer_key rename to hidden").update();
        try {
            then.run();
        } finally {
            program.jdbc()
                    .sql("alter table write.hidden rename to customer_key")
                    .update();
        }
    }

    private static String form(String customer, String sku) {
        return Shop.order(
                        "\"customerId\": \"%s\", \"customerName\": \"%s\"".formatted(customer, NAME), new Line(sku, 1))
                .replace("Grace Hopper", NAME)
                .replace("1 Navy Yard", STREET);
    }

    private static String address() {
        return """
                {"name": "%s", "line1": "%s", "city": "London", "postalCode": "N1", "country": "GB"}""".formatted(NAME, STREET);
    }
}
