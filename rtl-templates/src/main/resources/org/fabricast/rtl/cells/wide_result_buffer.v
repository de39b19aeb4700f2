// Result buffer whose engine writes and reads several words of the other readers at once: ports 0 and 1 have words of LANES
// elements, port 2 and the write port words of LANES * 2^RATIO_LOG2.
//
// Element e is element e mod (LANES * 2^RATIO_LOG2) of a wide word. The narrow ports read the wide word and take the part of
// it that the lowest address bits say. Timing is that of vector_buffer: data show exactly 2 cycles after valid and hold. No
// reset.
`default_nettype none
module wide_result_buffer #(
  parameter integer LANES = 8,
  parameter integer RATIO_LOG2 = 1,
  parameter integer ELEMENT_BITS = 32,
  parameter integer ADDRESS_BITS = 13  // of narrow words
) (
  input  wire                                        clk,
  input  wire                                        w_valid,
  input  wire [ADDRESS_BITS-RATIO_LOG2-1:0]          w_addr,
  input  wire [(LANES<<RATIO_LOG2)-1:0]              w_mask,
  input  wire [(LANES*ELEMENT_BITS<<RATIO_LOG2)-1:0] w_data,
  input  wire                                        r0_valid,
  input  wire [ADDRESS_BITS-1:0]                     r0_addr,
  output wire [LANES*ELEMENT_BITS-1:0]               r0_data,
  input  wire                                        r1_valid,
  input  wire [ADDRESS_BITS-1:0]                     r1_addr,
  output wire [LANES*ELEMENT_BITS-1:0]               r1_data,
  input  wire                                        r2_valid,
  input  wire [ADDRESS_BITS-RATIO_LOG2-1:0]          r2_addr,
  output wire [(LANES*ELEMENT_BITS<<RATIO_LOG2)-1:0] r2_data
);
  localparam integer NARROW = LANES * ELEMENT_BITS;
  wire [(NARROW<<RATIO_LOG2)-1:0] wide_0;
  wire [(NARROW<<RATIO_LOG2)-1:0] wide_1;
  vector_buffer #(.LANES(LANES << RATIO_LOG2), .ELEMENT_BITS(ELEMENT_BITS), .ADDRESS_BITS(ADDRESS_BITS - RATIO_LOG2)) u_buffer (
    .clk(clk), .w_valid(w_valid), .w_addr(w_addr), .w_mask(w_mask), .w_data(w_data),
    .r0_valid(r0_valid), .r0_addr(r0_addr[ADDRESS_BITS-1:RATIO_LOG2]), .r0_data(wide_0),
    .r1_valid(r1_valid), .r1_addr(r1_addr[ADDRESS_BITS-1:RATIO_LOG2]), .r1_data(wide_1),
    .r2_valid(r2_valid), .r2_addr(r2_addr), .r2_data(r2_data));

  reg                  asked_0_q;
  reg                  asked_1_q;
  reg [RATIO_LOG2-1:0] part_asked_0_q;
  reg [RATIO_LOG2-1:0] part_asked_1_q;
  reg [RATIO_LOG2-1:0] part_0_q;
  reg [RATIO_LOG2-1:0] part_1_q;
  always @(posedge clk) begin
    asked_0_q <= r0_valid;
    asked_1_q <= r1_valid;
    if (r0_valid) part_asked_0_q <= r0_addr[RATIO_LOG2-1:0];
    if (r1_valid) part_asked_1_q <= r1_addr[RATIO_LOG2-1:0];
    if (asked_0_q) part_0_q <= part_asked_0_q;
    if (asked_1_q) part_1_q <= part_asked_1_q;
  end
  assign r0_data = wide_0[part_0_q*NARROW +: NARROW];
  assign r1_data = wide_1[part_1_q*NARROW +: NARROW];
endmodule
`default_nettype wire
