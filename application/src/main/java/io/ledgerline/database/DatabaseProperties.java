package io.ledgerline.database;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the data lies.
 *
 * @param dataDirectory of this instance: the embedded PostgreSQL and generated keys
 * @param database the write side; embedded if it has no URL
 * @param readDatabase the read side; the write side's if it has no URL
 */
@ConfigurationProperties("ledgerline")
public record DatabaseProperties(
        @DefaultValue("./data") Path dataDirectory,
        @DefaultValue Access database,
        @DefaultValue Access readDatabase) {

    /**
     * @param url JDBC URL of a PostgreSQL database
     * @param maximumPoolSize connections for JDBC
     */
    public record Access(
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("16") int maximumPoolSize) {}

    public boolean isEmbedded() {
        return database.url() == null;
    }
}
