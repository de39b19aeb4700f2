// Queue of finished row blocks and the schedule of their rescaling.
//
// The sequencer announces an item (one row block of one vector) when it issues the last word; the array pushes its sums
// some cycles later. Then the drain walks the item in STEPS steps of as many rows as there are lanes. Before the results
// of a row are read again the earlier write must have landed: an item that adds to results starts only while fewer than
// `period` items (between two visits of a row) are under way. An item counts as under way for GUARD cycles after its start.
//
// One step per cycle; first step in the cycle after the push. Reset empties the queue.
`default_nettype none
module engine_drain #(
  parameter integer ARRAY_LOG2 = 4,
  parameter integer LANES_LOG2 = 2,
  parameter integer TILE_BLOCKS_LOG2 = 3,
  parameter integer SCALE_BITS = 6,
  parameter integer RESULT_BITS = 12,  // element address
  parameter integer DEPTH_LOG2 = 4,
  parameter integer STEP_BITS = 2,     // bits of the step number, at least 1
  parameter integer GUARD = 6
) (
  input  wire                                                clk,
  input  wire                                                rst,
  // from the sequencer
  input  wire                                                item_valid,
  output wire                                                item_free,
  input  wire                                                item_port,    // which instruction port: 0 mv, 1 mm
  input  wire                                                item_end,
  input  wire                                                item_fresh,
  input  wire                                                item_scaled,
  input  wire                                                item_bank,
  input  wire [TILE_BLOCKS_LOG2-1:0]                         item_block,
  input  wire [ARRAY_LOG2:0]                                 item_rows,
  input  wire [6:0]                                          item_period,
  input  wire [SCALE_BITS-1:0]                               item_xs_addr,
  input  wire [RESULT_BITS-1:0]                              item_result_addr,
  output wire                                                other_bank_free,
  // from the array
  input  wire                                                push,
  output wire [DEPTH_LOG2-1:0]                               push_index,
  // a step
  output wire                                                step_valid,
  output wire [DEPTH_LOG2-1:0]                               step_item,
  output wire [STEP_BITS-1:0]                                step,
  output wire                                                step_fresh,
  output wire                                                step_scaled,
  output wire                                                step_bank,
  output wire [TILE_BLOCKS_LOG2+ARRAY_LOG2-LANES_LOG2-1:0]   step_scale,   // which lanes' worth of the scale word
  output wire [SCALE_BITS-1:0]                               step_xs_addr,
  output wire [RESULT_BITS-LANES_LOG2-1:0]                   step_result_addr,
  output wire [(1 << LANES_LOG2)-1:0]                        step_mask,
  output wire                                                step_end_mv,  // last step of an instruction
  output wire                                                step_end_mm
);
  localparam integer LANES = 1 << LANES_LOG2;
  localparam integer STEPS = 1 << (ARRAY_LOG2 - LANES_LOG2);
  localparam integer ITEM_BITS = 5 + TILE_BLOCKS_LOG2 + ARRAY_LOG2 + 1 + 7 + SCALE_BITS + RESULT_BITS;
  localparam integer STEPS_LAST = STEPS - 1;
  localparam [STEP_BITS-1:0] LAST_STEP = STEPS_LAST[STEP_BITS-1:0];
  localparam [STEP_BITS-1:0] ONE_STEP = 1;
  localparam [DEPTH_LOG2-1:0] ONE_ITEM = 1;
  localparam [DEPTH_LOG2:0] ONE = 1;

  reg [ITEM_BITS-1:0]  items_q [0:(1 << DEPTH_LOG2)-1];
  reg [DEPTH_LOG2-1:0] write_q;
  reg [DEPTH_LOG2-1:0] push_q;
  reg [DEPTH_LOG2-1:0] read_q;
  reg [DEPTH_LOG2:0]   used_q;     // items announced and not drained
  reg [DEPTH_LOG2:0]   arrived_q;  // items whose sums are there and not drained
  reg [DEPTH_LOG2:0]   bank_0_q;   // announced and not drained, by scale bank
  reg [DEPTH_LOG2:0]   bank_1_q;
  reg [STEP_BITS-1:0]  step_q;
  reg [GUARD-1:0]      started_q;  // starts in the last GUARD cycles
  reg [3:0]            under_way_q;

  wire                        port;
  wire                        last_item;
  wire [ARRAY_LOG2:0]         rows;
  wire [6:0]                  period;
  wire [TILE_BLOCKS_LOG2-1:0] block;
  wire [RESULT_BITS-1:0]      result_addr;
  assign {port, last_item, step_fresh, step_scaled, step_bank, block, rows, period, step_xs_addr, result_addr}
      = items_q[read_q];

  wire at_start = step_q == {STEP_BITS{1'b0}};
  wire landed = step_fresh || {3'd0, under_way_q} < period;
  assign step_valid = arrived_q != {(DEPTH_LOG2+1){1'b0}} && (!at_start || landed);
  wire start = step_valid && at_start;
  wire drained = step_valid && step_q == LAST_STEP;

  assign item_free = !used_q[DEPTH_LOG2];
  assign push_index = push_q;
  assign step_item = read_q;
  assign step = step_q;
  assign step_end_mv = drained && last_item && !port;
  assign step_end_mm = drained && last_item && port;
  assign other_bank_free = item_bank ? bank_0_q == {(DEPTH_LOG2+1){1'b0}} : bank_1_q == {(DEPTH_LOG2+1){1'b0}};

  genvar lane;
  generate
    if (STEPS == 1) begin : g_whole
      assign step_scale = block;
      assign step_result_addr = result_addr[RESULT_BITS-1:LANES_LOG2];
    end else begin : g_steps
      assign step_scale = {block, step_q};
      assign step_result_addr = result_addr[RESULT_BITS-1:LANES_LOG2] + {{(RESULT_BITS-LANES_LOG2-STEP_BITS){1'b0}}, step_q};
    end
    for (lane = 0; lane < LANES; lane = lane + 1) begin : g_mask
      // Row step * LANES + lane of the block is there.
      localparam [ARRAY_LOG2:0] LANE = lane;
      wire [ARRAY_LOG2:0] row = ({{(ARRAY_LOG2+1-STEP_BITS){1'b0}}, step_q} << LANES_LOG2) | LANE;
      assign step_mask[lane] = row < rows;
    end
  endgenerate
  wire aligned_unused = &{1'b0, result_addr};  // a multiple of the lanes

  always @(posedge clk) begin
    if (item_valid) begin
      items_q[write_q] <= {item_port, item_end, item_fresh, item_scaled, item_bank, item_block, item_rows, item_period,
          item_xs_addr, item_result_addr};
      write_q <= write_q + ONE_ITEM;
    end
    if (push) push_q <= push_q + ONE_ITEM;
    if (drained) read_q <= read_q + ONE_ITEM;
    if (step_valid) step_q <= step_q == LAST_STEP ? {STEP_BITS{1'b0}} : step_q + ONE_STEP;
    if (item_valid != drained) used_q <= item_valid ? used_q + ONE : used_q - ONE;
    if (push != drained) arrived_q <= push ? arrived_q + ONE : arrived_q - ONE;
    if ((item_valid && !item_bank) != (drained && !step_bank)) begin
      bank_0_q <= drained && !step_bank ? bank_0_q - ONE : bank_0_q + ONE;
    end
    if ((item_valid && item_bank) != (drained && step_bank)) begin
      bank_1_q <= drained && step_bank ? bank_1_q - ONE : bank_1_q + ONE;
    end
    if (start || started_q != {GUARD{1'b0}}) started_q <= {started_q[GUARD-2:0], start};
    if (start != started_q[GUARD-1]) under_way_q <= start ? under_way_q + 4'd1 : under_way_q - 4'd1;
    if (rst) begin
      write_q <= {DEPTH_LOG2{1'b0}};
      push_q <= {DEPTH_LOG2{1'b0}};
      read_q <= {DEPTH_LOG2{1'b0}};
      used_q <= {(DEPTH_LOG2+1){1'b0}};
      arrived_q <= {(DEPTH_LOG2+1){1'b0}};
      bank_0_q <= {(DEPTH_LOG2+1){1'b0}};
      bank_1_q <= {(DEPTH_LOG2+1){1'b0}};
      step_q <= {STEP_BITS{1'b0}};
      started_q <= {GUARD{1'b0}};
      under_way_q <= 4'd0;
    end
  end
endmodule
`default_nettype wire
