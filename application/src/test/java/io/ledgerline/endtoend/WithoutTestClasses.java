package io.ledgerline.endtoend;

import java.io.IOException;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** The program finds its components by scanning its packages, which here are the tests' packages, too. */
final class WithoutTestClasses extends TypeExcludeFilter {

    @Override
    public boolean match(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
        return reader.getResource().getURI().toString().contains("/test-classes/");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WithoutTestClasses;
    }

    @Override
    public int hashCode() {
        return WithoutTestClasses.class.hashCode();
    }
}
