package io.ledgerline.messaging;

import io.ledgerline.kernel.MessageMetadata;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/** Who, why and because of what: a command's metadata becomes that of its events. */
final class MetadataCorrelation implements CorrelationDataProvider {

    private static final List<String> INHERITED = List.of(
            MessageMetadata.WHO,
            MessageMetadata.WHY,
            MessageMetadata.REQUEST_ID,
            MessageMetadata.COMMAND_ID,
            MessageMetadata.CAUSED_BY,
            MessageMetadata.EFFECTIVE_AT);

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        Map<String, Object> data = new HashMap<>();
        for (String key : INHERITED) {
            Object value = message.getMetaData().get(key);
            if (value != null) {
                data.put(key, value);
            }
        }
        return data;
    }
}
