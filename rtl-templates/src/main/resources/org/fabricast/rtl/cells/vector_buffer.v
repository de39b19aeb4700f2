// Vector memory with one write port and three read ports: one copy of the RAM per read port, so that all three read in the
// same cycle. Words of LANES elements; w_mask = 1 writes the element.
//
// r*_data shows the word exactly 2 cycles after r*_valid and holds while nothing is read; a read in the cycle of a write to
// the same word gives the old word. One read per port and one write per cycle. No reset: contents are undefined until written.
`default_nettype none

module vector_buffer #(
  parameter integer LANES = 4,
  parameter integer ELEMENT_BITS = 16,
  parameter integer ADDRESS_BITS = 10
) (
  input  wire                          clk,
  input  wire                          w_valid,
  input  wire [ADDRESS_BITS-1:0]       w_addr,
  input  wire [LANES-1:0]              w_mask,
  input  wire [LANES*ELEMENT_BITS-1:0] w_data,
  input  wire                          r0_valid,
  input  wire [ADDRESS_BITS-1:0]       r0_addr,
  output wire [LANES*ELEMENT_BITS-1:0] r0_data,
  input  wire                          r1_valid,
  input  wire [ADDRESS_BITS-1:0]       r1_addr,
  output wire [LANES*ELEMENT_BITS-1:0] r1_data,
  input  wire                          r2_valid,
  input  wire [ADDRESS_BITS-1:0]       r2_addr,
  output wire [LANES*ELEMENT_BITS-1:0] r2_data
);
  localparam integer WORDS = 1 << ADDRESS_BITS;

  reg r0_valid_q;
  reg r1_valid_q;
  reg r2_valid_q;

  always @(posedge clk) begin
    r0_valid_q <= r0_valid;
    r1_valid_q <= r1_valid;
    r2_valid_q <= r2_valid;
  end

  genvar lane;
  generate
    for (lane = 0; lane < LANES; lane = lane + 1) begin : g_lane
      (* ram_style = "block" *) reg [ELEMENT_BITS-1:0] ram_0_q [0:WORDS-1];
      (* ram_style = "block" *) reg [ELEMENT_BITS-1:0] ram_1_q [0:WORDS-1];
      (* ram_style = "block" *) reg [ELEMENT_BITS-1:0] ram_2_q [0:WORDS-1];
      reg [ELEMENT_BITS-1:0] read_0_q;
      reg [ELEMENT_BITS-1:0] read_1_q;
      reg [ELEMENT_BITS-1:0] read_2_q;
      reg [ELEMENT_BITS-1:0] data_0_q;
      reg [ELEMENT_BITS-1:0] data_1_q;
      reg [ELEMENT_BITS-1:0] data_2_q;

      always @(posedge clk) begin
        if (w_valid && w_mask[lane]) begin
          ram_0_q[w_addr] <= w_data[lane*ELEMENT_BITS +: ELEMENT_BITS];
          ram_1_q[w_addr] <= w_data[lane*ELEMENT_BITS +: ELEMENT_BITS];
          ram_2_q[w_addr] <= w_data[lane*ELEMENT_BITS +: ELEMENT_BITS];
        end
        if (r0_valid) read_0_q <= ram_0_q[r0_addr];
        if (r1_valid) read_1_q <= ram_1_q[r1_addr];
        if (r2_valid) read_2_q <= ram_2_q[r2_addr];
        if (r0_valid_q) data_0_q <= read_0_q;
        if (r1_valid_q) data_1_q <= read_1_q;
        if (r2_valid_q) data_2_q <= read_2_q;
      end

      assign r0_data[lane*ELEMENT_BITS +: ELEMENT_BITS] = data_0_q;
      assign r1_data[lane*ELEMENT_BITS +: ELEMENT_BITS] = data_1_q;
      assign r2_data[lane*ELEMENT_BITS +: ELEMENT_BITS] = data_2_q;
    end
  endgenerate
endmodule

`default_nettype wire
