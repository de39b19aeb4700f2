package org.fabricast.ir.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/**
 * The byte alphabet of byte-level BPE: every byte is written as one printable character.
 *
 * <p>Bytes 33–126, 161–172 and 174–255 stand for themselves; the other 68, in ascending order, become U+0100 and the
 * characters after it. Source: Radford et al., GPT-2, {@code bytes_to_unicode}.
 */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];
    private static final int[] BYTES = new int[0x144];

    static {
        Arrays.fill(BYTES, -1);
        char spare = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            CHARACTERS[b] = printable ? (char) b : spare++;
            BYTES[CHARACTERS[b]] = b;
        }
    }

    private ByteAlphabet() {
    }

    /** The character that stands for a byte. */
    static char character(byte b) {
        return CHARACTERS[Byte.toUnsignedInt(b)];
    }

    /** The bytes a text in this alphabet stands for; nothing if one of its characters is not in the alphabet. */
    static Optional<byte[]> bytes(String text) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) BYTES[c];
        }
        return Optional.of(bytes);
    }
}
