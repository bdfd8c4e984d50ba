package io.ledgerline.administration;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Why the instance is or isn't ready: the actuator, which anyone may ask, only tells whether. */
@RestController
@AllowedTo({Role.ADMIN, Role.AUDITOR})
@Tag(name = "Administration")
class VitalsEndpoint {

    @Schema(name = "HealthDetails")
    record Shown(Part stores, Part processors) {}

    /** @param status {@code UP} or {@code DOWN} */
    @Schema(name = "HealthPart")
    record Part(String status, Map<String, Object> details) {

        static Part of(Health health) {
            return new Part(health.getStatus().getCode(), health.getDetails());
        }
    }

    private final LatestSigns latest;

    VitalsEndpoint(LatestSigns latest) {
        this.latest = latest;
    }

    @GetMapping(path = "/admin/health", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "readHealth",
            summary = "Why this instance is ready, or isn't",
            description = "Which stores can be reached, how far its processors are behind, and how many events were put"
                    + " aside. At most a second old.")
    Mono<Shown> health() {
        return latest.get().map(signs -> new Shown(Part.of(signs.stores()), Part.of(signs.processors())));
    }
}
