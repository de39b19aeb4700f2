/** Co-simulation of the front end: control port, queues with tokens, fetch and sequencer. */
package org.fabricast.cosim.front;
