package io.ledgerline.security;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What a token's claims mean here: {@code ledgerline.security.*}. A claim is named as it stands in the token, or by a path
 * such as {@code realm_access.roles}.
 *
 * @param nameClaim the caller's name, which is the <em>who</em> of its events
 * @param roleClaim a list, or words with spaces between them, as {@code scope} has it
 * @param rolePrefix what stands before our roles there, such as {@code ledgerline:}; other entries are ignored
 * @param customerClaim the id of the customer that the caller is
 */
@Validated
@ConfigurationProperties("ledgerline.security")
record LoginProperties(
        @NotBlank @DefaultValue("sub") String nameClaim,
        @NotBlank @DefaultValue("roles") String roleClaim,
        @NotNull @DefaultValue("") String rolePrefix,
        @NotBlank @DefaultValue("customer_id") String customerClaim) {}
