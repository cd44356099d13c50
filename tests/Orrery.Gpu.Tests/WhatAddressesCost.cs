using Orrery.Gpu.Memory;
using Orrery.Gpu.Programs;

namespace Orrery.Gpu.Tests;

/// <summary>Sectors and bank conflicts of access patterns, by hand.</summary>
public sealed class WhatAddressesCost
{
    [Theory]
    [InlineData(0, 4, 4, 4)] // 32 lanes of 4 bytes side by side: 128 bytes
    [InlineData(16, 4, 4, 5)] // the same, half a sector further: touches five
    [InlineData(0, 4, 32, 32)] // a sector for each lane
    [InlineData(0, 4, 8, 8)] // every second word: 256 bytes
    [InlineData(0, 4, 0, 1)] // all lanes read one word
    [InlineData(4080, 16, 16, 17)] // 512 bytes over the border of a chunk
    public void Sectors_of_strided_lanes(long start, int laneBytes, int stride, int sectors)
    {
        var runs = new SectorRun[SectorRun.Most];
        int count = SectorRun.Of(AddressPattern.Strided(start, laneBytes, stride), start, runs);
        Assert.Equal(sectors, runs.Take(count).Sum(run => run.Sectors));
    }

    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(4, 8, 2)]
    [InlineData(4, 128, 32)]
    [InlineData(4, 132, 1)] // padding by a word
    [InlineData(4, 0, 1)] // broadcast
    [InlineData(16, 16, 4)] // 512 bytes need four passes
    [InlineData(16, 128, 32)] // eight lanes a turn in the same four banks
    public void Passes_through_shared_memory(int laneBytes, int stride, int passes) =>
        Assert.Equal(passes, AddressPattern.Strided(0, laneBytes, stride).Wavefronts());
}
