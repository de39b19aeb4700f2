package org.fabricast.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Matrices as {@code numpy.save} writes them. */
final class NpyFiles {

    private NpyFiles() {
    }

    static byte[] float32(int rows, int cols, float... values) {
        byte[] header = ("{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + cols + "), }\n")
                .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file = ByteBuffer.allocate(10 + header.length + 4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length).put(header);
        for (float value : values) {
            file.putFloat(value);
        }
        return file.array();
    }
}
