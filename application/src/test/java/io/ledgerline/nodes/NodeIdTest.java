package io.ledgerline.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.database.DataDirectories;
import io.ledgerline.database.DataDirectory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeIdTest {

    @Test
    void givenANode_whenItStartsAgain_thenItIsTheSame_andAnotherIsNot(@TempDir Path one, @TempDir Path other)
            throws Exception {
        NodeId first = idIn(one);

        assertThat(idIn(one)).isEqualTo(first);
        assertThat(idIn(other)).isNotEqualTo(first);
    }

    private static NodeId idIn(Path directory) throws Exception {
        try (DataDirectory data = DataDirectories.own(directory)) {
            return NodeId.keptIn(data);
        }
    }
}
