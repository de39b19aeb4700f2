/**
 * The generated machine as data: configuration and register map. Everything that the decoder RTL, the emulator, the
 * driver and the manuals know about sizes and addresses derives from here.
 *
 * <p>Comes in: JSON of a configuration. Goes out: checked records. Must not import: graph, kernel, emulator.
 */
package org.fabricast.ir.hw;
