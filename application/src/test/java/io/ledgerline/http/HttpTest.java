package io.ledgerline.http;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Talks to the program's front over a real socket. */
@SpringBootTest(classes = HttpSlice.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class HttpTest {

    @Autowired
    RecordedCommands commands;

    @Autowired
    KnownOffers offers;

    @Autowired
    RememberedAnswers answers;

    @Autowired
    GivenPlaces places;

    @LocalServerPort
    int port;

    WebTestClient client;

    @BeforeEach
    void startAfresh() {
        commands.reset();
        offers.reset();
        answers.reset();
        places.reset();
        client = WebTestClient.bindToServer()
                .responseTimeout(Duration.ofSeconds(30))
                .baseUrl("http://localhost:" + port)
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(-1))
                .build();
    }

    WebTestClient.ResponseSpec post(String path, String body) {
        return send(HttpMethod.POST, path, body);
    }

    WebTestClient.ResponseSpec put(String path, String body) {
        return send(HttpMethod.PUT, path, body);
    }

    WebTestClient.ResponseSpec send(HttpMethod method, String path, String body) {
        return client.method(method)
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(body)
                .exchange();
    }

    static WebTestClient.BodyContentSpec problem(WebTestClient.ResponseSpec answer, int status, String code) {
        return answer.expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectHeader()
                .exists(RequestContextFilter.REQUEST_ID)
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo(status)
                .jsonPath("$.code")
                .isEqualTo(code)
                .jsonPath("$.detail")
                .isNotEmpty();
    }

    static void invalid(WebTestClient.ResponseSpec answer, String field) {
        problem(answer, 422, Problem.INVALID_REQUEST)
                .jsonPath("$.errors[0].field")
                .isEqualTo(field)
                .jsonPath("$.errors[0].message")
                .isNotEmpty();
    }
}
