package org.fabricast.compiler.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionMaskFileTest {

    @TempDir
    private Path directory;

    private static BlockMask random(int blocks, Random random) {
        BitSet bits = new BitSet();
        for (int query = 0; query < blocks; query++) {
            for (int key = 0; key <= query; key++) {
                bits.set(query * blocks + key, key == query || random.nextBoolean());
            }
        }
        return new BlockMask(blocks, bits);
    }

    @Test
    void rowsAreHexadecimalWithTheFirstBlockLowest() {
        BitSet bits = new BitSet();
        List.of(0, 3, 4, 6, 8).forEach(bits::set);
        String text = AttentionMaskFile.text(new AttentionMaskPlan(64, 3, List.of(List.of(new BlockMask(3, bits)))));
        assertThat(text.replaceAll("\\s", ""))
                .isEqualTo("{\"block_tokens\":64,\"blocks\":3,\"layers\":[[[\"1\",\"3\",\"5\"]]]}");
    }

    @Test
    void everyPlanComesBackFromItsFile() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int blocks = 1 + random.nextInt(80);
            List<List<BlockMask>> layers = new ArrayList<>();
            for (int layer = 0; layer < 1 + random.nextInt(3); layer++) {
                layers.add(List.of(random(blocks, random), random(blocks, random)));
            }
            AttentionMaskPlan plan = new AttentionMaskPlan(64, blocks, layers);
            Path file = directory.resolve("plan.json");
            AttentionMaskFile.write(plan, file);
            assertThat(AttentionMaskFile.parse(Files.readString(file))).as("seed %d", seed).isEqualTo(plan);
        }
    }

    @Test
    void whatIsNoPlanIsRefused() {
        for (String text : List.of("", "[]", "{", "{\"block_tokens\":64,\"blocks\":1,\"layers\":[]}",
                "{\"block_tokens\":64,\"blocks\":2,\"layers\":[[[\"1\"]]]}", "{\"block_tokens\":64,\"blocks\":1,\"layers\":[[[\"2\"]]]}",
                "{\"block_tokens\":64,\"blocks\":1,\"layers\":[[[\"x\"]]]}")) {
            assertThatThrownBy(() -> AttentionMaskFile.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        AttentionMaskPlan plan = new AttentionMaskPlan(64, 1, List.of(List.of(random(1, new Random(0)))));
        assertThatExceptionOfType(FabricastException.class)
                .isThrownBy(() -> AttentionMaskFile.write(plan, directory.resolve("absent/plan.json")))
                .satisfies(e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1003));
    }
}
