// Writes a stream of single elements to consecutive elements of a vector buffer.
//
// start sets the element address. Every lane carries the element, the mask selects one. Latency one cycle, one element
// per cycle; an element waits while w_ready is low. Reset drops a waiting element.
`default_nettype none
module element_writer #(
  parameter integer LANES_LOG2 = 2,
  parameter integer ELEMENT_BITS = 16,
  parameter integer ADDRESS_BITS = 10  // of a word of lanes
) (
  input  wire                                      clk,
  input  wire                                      rst,
  input  wire                                      start,
  input  wire [ADDRESS_BITS+LANES_LOG2-1:0]        base,
  input  wire                                      s_valid,
  output wire                                      s_ready,
  input  wire [ELEMENT_BITS-1:0]                   s_data,
  output wire                                      w_valid,
  input  wire                                      w_ready,
  output wire [ADDRESS_BITS-1:0]                   w_addr,
  output wire [(1 << LANES_LOG2)-1:0]              w_mask,
  output wire [(1 << LANES_LOG2)*ELEMENT_BITS-1:0] w_data
);
  localparam integer LANES = 1 << LANES_LOG2;
  localparam integer BITS = ADDRESS_BITS + LANES_LOG2;
  localparam [BITS-1:0] ONE = {{(BITS-1){1'b0}}, 1'b1};

  reg                    valid_q;
  reg [BITS-1:0]         next_q;
  reg [ADDRESS_BITS-1:0] addr_q;
  reg [LANES-1:0]        mask_q;
  reg [ELEMENT_BITS-1:0] data_q;

  wire [LANES-1:0] select;
  genvar lane;
  generate
    if (LANES_LOG2 == 0) begin : g_one
      assign select = 1'b1;
    end else begin : g_many
      for (lane = 0; lane < LANES; lane = lane + 1) begin : g_select
        assign select[lane] = next_q[LANES_LOG2-1:0] == lane;
      end
    end
  endgenerate

  assign s_ready = !valid_q || w_ready;
  assign w_valid = valid_q;
  assign w_addr = addr_q;
  assign w_mask = mask_q;
  assign w_data = {LANES{data_q}};

  always @(posedge clk) begin
    valid_q <= !rst && (s_valid || (valid_q && !w_ready));
    if (s_valid && s_ready) begin
      addr_q <= next_q[BITS-1:LANES_LOG2];
      mask_q <= select;
      data_q <= s_data;
      next_q <= next_q + ONE;
    end
    if (start) begin
      next_q <= base;
    end
  end
endmodule
`default_nettype wire
