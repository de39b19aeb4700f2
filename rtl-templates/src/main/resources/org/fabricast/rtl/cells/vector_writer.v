// Writes a stream of words of lanes to consecutive words of a vector buffer.
//
// start sets the address of the next word. Latency one cycle, one word per cycle; a word waits while w_ready is low.
// Reset drops a waiting word.
`default_nettype none
module vector_writer #(
  parameter integer LANES = 4,
  parameter integer ELEMENT_BITS = 16,
  parameter integer ADDRESS_BITS = 10  // of a word
) (
  input  wire                          clk,
  input  wire                          rst,
  input  wire                          start,
  input  wire [ADDRESS_BITS-1:0]       base,
  input  wire                          s_valid,
  output wire                          s_ready,
  input  wire [LANES-1:0]              s_mask,
  input  wire [LANES*ELEMENT_BITS-1:0] s_data,
  output wire                          w_valid,
  input  wire                          w_ready,
  output wire [ADDRESS_BITS-1:0]       w_addr,
  output wire [LANES-1:0]              w_mask,
  output wire [LANES*ELEMENT_BITS-1:0] w_data
);
  localparam [ADDRESS_BITS-1:0] ONE = {{(ADDRESS_BITS-1){1'b0}}, 1'b1};

  reg                          valid_q;
  reg [ADDRESS_BITS-1:0]       next_q;
  reg [ADDRESS_BITS-1:0]       addr_q;
  reg [LANES-1:0]              mask_q;
  reg [LANES*ELEMENT_BITS-1:0] data_q;

  assign s_ready = !valid_q || w_ready;
  assign w_valid = valid_q;
  assign w_addr = addr_q;
  assign w_mask = mask_q;
  assign w_data = data_q;

  always @(posedge clk) begin
    valid_q <= !rst && (s_valid || (valid_q && !w_ready));
    if (s_valid && s_ready) begin
      addr_q <= next_q;
      mask_q <= s_mask;
      data_q <= s_data;
      next_q <= next_q + ONE;
    end
    if (start) begin
      next_q <= base;
    end
  end
endmodule
`default_nettype wire
