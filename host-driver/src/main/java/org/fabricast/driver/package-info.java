/**
 * The host driver: device, session, transports and the figures of a run. A session is the same code on every transport.
 *
 * <p>Comes in: an {@link org.fabricast.ir.image.Artefact}. Goes out: tokens, logits, counters. Must not import: compiler,
 * HLS, RTL templates.
 */
package org.fabricast.driver;
