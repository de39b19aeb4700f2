package org.fabricast.ir.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes llama2.c tokenizer files for tests. */
final class Llama2cFile {

    private final List<byte[]> pieces = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();

    /** A file with the three control tokens and the 256 byte tokens. */
    static Llama2cFile withBytes() {
        Llama2cFile file = new Llama2cFile();
        file.add("<unk>", 0).add("\n<s>\n", 0).add("\n</s>\n", 0);
        for (int b = 0; b < 256; b++) {
            file.add(String.format(Locale.ROOT, "<0x%02X>", b), 0);
        }
        return file;
    }

    Llama2cFile add(String piece, float score) {
        pieces.add(piece.getBytes(StandardCharsets.UTF_8));
        scores.add(score);
        return this;
    }

    byte[] bytes() {
        int longest = pieces.stream().mapToInt(p -> p.length).max().orElse(0);
        int size = 4 + pieces.stream().mapToInt(p -> 8 + p.length).sum();
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(longest);
        for (int i = 0; i < pieces.size(); i++) {
            out.putFloat(scores.get(i)).putInt(pieces.get(i).length).put(pieces.get(i));
        }
        return out.array();
    }
}
