package org.fabricast.compiler.frontend.hf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.fabricast.ir.graph.DType;

/** Writes safetensors files for tests. */
final class SafetensorsWriter {

    /** One tensor: element type as written, extents, bytes. */
    record Entry(String type, long[] shape, byte[] data) {
    }

    final Map<String, Entry> entries = new LinkedHashMap<>();

    SafetensorsWriter add(String name, DType type, float[] values, long... shape) {
        ByteBuffer out = ByteBuffer.allocate(values.length * type.bits() / 8).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (type) {
                case F32 -> out.putFloat(value);
                case F16 -> out.putShort(Float.floatToFloat16(value));
                case BF16 -> out.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
                case I8, I32 -> throw new IllegalArgumentException(type.toString());
            }
        }
        entries.put(name, new Entry(type.name(), shape, out.array()));
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        String header = entries.entrySet().stream().map(e -> {
            long begin = data.size();
            data.writeBytes(e.getValue().data());
            return entry(e.getKey(), e.getValue().type(), Arrays.toString(e.getValue().shape()), begin, data.size());
        }).collect(Collectors.joining(",", "{\"__metadata__\":{\"format\":\"pt\"},", "}"));
        return file(header, data.toByteArray());
    }

    static String entry(String name, String type, String shape, long begin, long end) {
        return "\"" + name + "\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end
                + "]}";
    }

    static byte[] file(String header, byte[] data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length).put(json).put(data).array();
    }
}
