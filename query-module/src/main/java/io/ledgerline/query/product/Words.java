package io.ledgerline.query.product;

import static java.util.stream.Collectors.joining;

import io.ledgerline.kernel.InvalidValue;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Products are found by whole words, in any case and order; by the beginning of the last word, as one types. */
final class Words {

    /** PostgreSQL's own limit for all words of one row is a megabyte. */
    private static final int LONGEST_TEXT = 20_000;

    private static final int LONGEST_SEARCH = 200;

    private Words() {}

    /** What a product is found by. */
    static String of(Listing listing) {
        String all = Stream.of(listing.sku().value(), listing.name(), listing.description())
                .filter(Objects::nonNull)
                .collect(joining(" "));
        return storable(all.length() > LONGEST_TEXT ? all.substring(0, LONGEST_TEXT) : all);
    }

    /** PostgreSQL's text can't hold the one character that JSON can. */
    static String storable(String text) {
        return text.replace('\0', ' ');
    }

    /** @throws InvalidValue if nobody would search for that */
    static String checked(String search) {
        if (search.length() > LONGEST_SEARCH || search.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValue("search", "must be text of at most " + LONGEST_SEARCH + " characters");
        }
        return search;
    }

    /** The search in PostgreSQL's language for it; each word quoted, so that none is taken for an operator. */
    static String query(String search) {
        List<String> words =
                Arrays.stream(search.strip().split("\\s+")).map(Words::quoted).toList();
        return IntStream.range(0, words.size())
                .mapToObj(i -> i == words.size() - 1 ? words.get(i) + ":*" : words.get(i))
                .collect(joining(" & "));
    }

    private static String quoted(String word) {
        return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
