/**
 * Front end of the generated machine: control registers, instruction decoder, queues, and the top that wires all units.
 *
 * <p>Comes in: configuration, register map and instruction layout. Goes out: records that templates of the same name print.
 * Must not import graph, kernel or compiler types.
 */
package org.fabricast.rtl.front;
