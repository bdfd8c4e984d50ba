package io.ledgerline.query.export;

import io.ledgerline.kernel.CustomerId;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** The shape of what {@link ExportEndpoint} writes part by part; there never is one as a whole. */
record CustomerExport(
        @NotNull CustomerId customerId,

        @NotNull @ArraySchema(schema = @Schema(ref = "#/components/schemas/OrderRepresentation"))
        List<Object> orders,

        @NotNull @ArraySchema(schema = @Schema(ref = "#/components/schemas/PaymentView"))
        List<Object> payments,

        @NotNull @ArraySchema(schema = @Schema(ref = "#/components/schemas/RecordedEvent"))
        List<Object> events) {}
