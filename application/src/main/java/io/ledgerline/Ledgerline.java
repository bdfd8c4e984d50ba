package io.ledgerline;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The program. */
@SpringBootApplication
public class Ledgerline {

    public static void main(String[] arguments) {
        SpringApplication.run(Ledgerline.class, arguments);
    }
}
