using Orrery.Gpu.Activity;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Hardware;

namespace Orrery.Gpu.Tests;

public sealed class WhatARecordingTells
{
    private static readonly GpuMachine A100 = GpuMachine.Of(GpuCatalogue.Find("a100-sxm4-40gb")!)!;

    [Fact]
    public void Does_recording_change_nothing()
    {
        GpuSimulation plain = GpuSimulation.Create(A100, Loads(200));
        GpuSimulation recorded = GpuSimulation.Create(A100, Loads(200));
        _ = recorded.Record();

        KernelResult one = plain.Run();
        KernelResult other = recorded.Run();

        Assert.Equal(one.Cycles, other.Cycles);
        Assert.Equal(one.Instructions, other.Instructions);
        Assert.Equal(plain.Simulation.StateHash(), recorded.Simulation.StateHash());
    }

    [Fact]
    public void Is_every_block_there_and_do_bytes_add_up()
    {
        GpuSimulation simulation = GpuSimulation.Create(A100, Loads(5000));
        GpuActivity activity = simulation.Record();

        KernelResult result = simulation.Run();

        Assert.Equal(5000, activity.Blocks.Sum(span => span.Blocks));
        Assert.All(activity.Blocks, span => Assert.InRange(span.End, span.Start + 1, activity.Cycles));
        MemorySample last = activity.Memory(50)[^1];
        Assert.Equal(result.DramBytesRead + result.DramBytesWritten, last.DramBytes);
        Assert.Equal(result.L2BytesSent + result.L2BytesStored, last.L2Bytes);
    }

    // Each block loads 512 bytes of its own and stores them elsewhere.
    private static Kernel Loads(int blocks)
    {
        AddressPattern own = AddressPattern.Coalesced(0, 16) with { StrideX = 512 };
        WarpProgram program = new ProgramBuilder()
            .Memory(Operation.LoadGlobal, own, ProgramBuilder.Registers(1))
            .Memory(Operation.StoreGlobal, own with { Base = 1 << 24 }, reads: ProgramBuilder.Registers(1))
            .Build();
        return new Kernel("loads", blocks, 1, [new WarpRole(1, program)], 32, 0);
    }
}
