package io.ledgerline.nodes;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * @param nodeId who this node is, different from all others; made once and kept in the data directory if not given
 */
@Validated
@ConfigurationProperties("ledgerline")
public record NodeProperties(
        @Nullable @Pattern(regexp = "[A-Za-z0-9._@-]{1,100}")
        String nodeId) {}
