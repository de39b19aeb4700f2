package org.fabricast.ir.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text as tokens arrive: a character whose bytes are spread over tokens appears when its last byte does.
 *
 * <p>The pieces together equal {@link Tokenizer#decode} of all tokens. Not safe for use by several threads.
 */
public final class StreamingDecoder {

    private final Tokenizer tokenizer;
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] pending = new byte[0];
    private int previous;

    /**
     * @param previousToken the token before the first one pushed (the prompt's last), or {@link Tokenizer#START}
     */
    public StreamingDecoder(Tokenizer tokenizer, int previousToken) {
        this.tokenizer = tokenizer;
        this.previous = previousToken;
    }

    /** The characters that are complete once this token is there. */
    public String push(int token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(pending);
        bytes.writeBytes(tokenizer.bytesOf(token, previous));
        previous = token;
        return decode(bytes.toByteArray(), false);
    }

    /** What is left at the end: U+FFFD for an unfinished character, else nothing. */
    public String finish() {
        String rest = decode(pending, true);
        pending = new byte[0];
        return rest;
    }

    private String decode(byte[] bytes, boolean last) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 4);
        utf8.reset();
        utf8.decode(in, out, last);
        if (last) {
            utf8.flush(out);
        }
        pending = new byte[in.remaining()];
        in.get(pending);
        return out.flip().toString();
    }
}
