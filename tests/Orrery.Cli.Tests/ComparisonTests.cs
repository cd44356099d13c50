using System.Text.Json.Nodes;
using Orrery.Reporting.Comparing;

namespace Orrery.Cli.Tests;

public sealed class ComparisonTests
{
    // 1,000 instructions at 10 cycles of a warp each, of which 40 % wait for memory; then 1,100 at 12, of which half does.
    private static readonly JsonObject First = Run(time: 1e-5, cycles: 10_000, instructions: 1000, warpCycles: 10_000, waits: 0.4, clock: 1e9);
    private static readonly JsonObject Second = Run(time: 1.2e-5, cycles: 13_200, instructions: 1100, warpCycles: 13_200, waits: 0.5, clock: 1.1e9);

    [Fact]
    public void Does_it_take_the_difference_apart()
    {
        IReadOnlyList<string> sentences = RunComparison.Of(First, Second).Explanation;

        Assert.Equal("The second takes 2.00 µs more (+20 %).", sentences[0]);
        // 13,200 / 10,000 = 1.1 times the instructions x 1.2 times the cycles of each.
        Assert.Equal("Cycles +32 %: warp instructions +10 %, cycles of each +20 %; clock +10 %.", sentences[1]);
        // 0.4 x 10 = 4 cycles of each instruction waited, then 0.5 x 12 = 6; the others are 6 both times.
        Assert.Equal("Cycles of a warp for each instruction, 10.0 -> 12.0: stall_long_scoreboard 4.00 -> 6.00.", sentences[2]);
        Assert.Equal("Memory: l2 hits 80 % -> 60 %.", sentences[3]);
    }

    [Fact]
    public void Is_a_run_like_itself()
    {
        RunComparison same = RunComparison.Of(First, First);

        Assert.Equal("Both take the same time.", same.Explanation[0]);
        Assert.All(same.Values, value => Assert.Equal(0, value.Change));
    }

    [Fact]
    public void Does_what_only_one_has_stay_without_a_change()
    {
        RunComparison mixed = RunComparison.Of(new JsonObject { ["time_s"] = 1.0 }, Second);

        Assert.Null(mixed.Find("cycles"));
        Assert.Contains(mixed.Values, value => value.Name == "cycles" && value.First is null && value.Second == 13_200);
    }

    private static JsonObject Run(double time, long cycles, long instructions, long warpCycles, double waits, double clock) => new()
    {
        ["name"] = "run",
        ["time_s"] = time,
        ["cycles"] = cycles,
        ["warp_instructions"] = instructions,
        ["warp_cycles"] = warpCycles,
        ["clock_hz"] = clock,
        ["hit_rates"] = new JsonObject { ["l2"] = waits == 0.4 ? 0.8 : 0.6 },
        ["warp_states"] = new JsonObject { ["selected"] = 1 - waits, ["stall_long_scoreboard"] = waits },
    };
}
