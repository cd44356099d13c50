using Orrery.Gpu.Programs;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Hazards to the cycle. A kernel ends in the cycle after its exit, so the exit's cycle tells when the hazard was over.</summary>
public sealed class WhenAnInstructionIssues
{
    // A100: FP32 latency 4, 16 lanes, so a warp every 2 cycles; the exit waits for all results.
    [Fact]
    public void A_dependent_instruction_issues_with_the_result_and_not_before()
    {
        // 0: first, 4: second, 8: exit.
        Assert.Equal(8, Cycles(1, p => p.Math(Operation.Fp32, 1, 0).Math(Operation.Fp32, 2, 1)));
        // 0: first, 2: second (pipe), 6: exit.
        Assert.Equal(6, Cycles(1, p => p.Math(Operation.Fp32, 1, 0).Math(Operation.Fp32, 2, 0)));
        // Writing what is being written waits as well.
        Assert.Equal(8, Cycles(1, p => p.Math(Operation.Fp32, 1, 0).Math(Operation.Fp32, 1, 0)));
    }

    [Fact]
    public void A_busy_pipe_holds_back_its_own_kind_alone()
    {
        // 0: FP32, 1: INT (own pipe), 5: exit.
        Assert.Equal(5, Cycles(1, p => p.Math(Operation.Fp32, 1, 0).Math(Operation.Int, 2, 0)));
        // Special functions have 4 lanes: 0, 8, then 18 cycles of latency.
        Assert.Equal(26, Cycles(1, p => p.Math(Operation.Special, 1, 0).Math(Operation.Special, 2, 0)));
    }

    [Fact]
    public void A_tensor_core_takes_an_instruction_every_eight_cycles()
    {
        // m16n8k16 has 2048 multiply-adds; 312 TFLOPS / 2 / 108 / 4 / 1.41 GHz = 256 a cycle: 8 cycles. Latency 10.7 + 1.75 * 8 = 24.7 -> 25.
        Assert.Equal(8 + 25, Cycles(1, p => p.Tensor(16, 8, 16, "fp16", 1, 0).Tensor(16, 8, 16, "fp16", 2, 0)));
        Assert.Equal(25 + 25, Cycles(1, p => p.Tensor(16, 8, 16, "fp16", 1, 0).Tensor(16, 8, 16, "fp16", 1, 1)));
    }

    [Fact]
    public void A_scheduler_issues_once_a_cycle()
    {
        // Warps 0 and 4 share a sub-partition: exits at 0 and 1.
        Assert.Equal(1, Run(5, _ => { }).Cycles - Run(1, _ => { }).Cycles);
        // INT at 0 and 2 (16 lanes); the second's exit at 6.
        Assert.Equal(6, Run(5, p => p.Math(Operation.Int, 1, 0)).Cycles - Run(1, _ => { }).Cycles);
        // Warps 0 to 3 have a sub-partition each.
        Assert.Equal(4, Cycles(4, p => p.Math(Operation.Int, 1, 0)));
    }

    [Fact]
    public void A_barrier_opens_with_its_last_warp()
    {
        // Warp 1 is late by a dependent pair: 0, 4, 8: arrives at 8; warp 0 arrives at 0. Both go on 20 cycles later.
        WarpProgram early = new ProgramBuilder().Barrier().Build();
        WarpProgram late = new ProgramBuilder().Math(Operation.Fp32, 1, 0).Math(Operation.Fp32, 1, 1).Math(Operation.Fp32, 1, 1).Barrier().Build();
        var kernel = new Kernel("test", 1, 1, [new WarpRole(1, early), new WarpRole(1, late)], 32, 0);
        long end = GpuSimulation.Create(A100, kernel).Run().Cycles;
        // 0, 4, 8 for the arithmetic, the barrier is reached at 9 (it needs no register), opens at 29.
        Assert.Equal(29, end - Run(2, _ => { }).Cycles);
    }

    [Fact]
    public void A_jump_holds_its_warp_back() => Assert.Equal(12, Cycles(1, p => p.Branch()));

    [Fact]
    public void A_load_from_shared_memory_takes_its_latency_and_a_cycle_for_each_conflict()
    {
        Assert.Equal(29, Cycles(1, p => p.Memory(Operation.LoadShared, AddressPattern.Strided(0, 4, 4), 1)));
        // Lanes 128 bytes apart share a bank: 32 passes.
        Assert.Equal(29 + 31, Cycles(1, p => p.Memory(Operation.LoadShared, AddressPattern.Strided(0, 4, 128), 1)));
    }

    [Fact]
    public void A_wait_for_copies_lets_the_open_groups_fly()
    {
        AddressPattern tile = AddressPattern.Coalesced(0, 16);
        long all = Cycles(1, p => p.Memory(Operation.CopyAsync, tile).Commit().Wait(0).Branch());
        long none = Cycles(1, p => p.Memory(Operation.CopyAsync, tile).Commit().Wait(1).Branch());
        long copy = Cycles(1, p => p.Memory(Operation.CopyAsync, tile).Commit());
        Assert.Equal(copy + 12, all);
        Assert.Equal(copy, none);
    }
}
