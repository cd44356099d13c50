using System.Globalization;
using Orrery.Benchmarks;
using Orrery.Benchmarks.Gpu;
using Orrery.Benchmarks.Mesh;
using Orrery.Benchmarks.Phold;

namespace Orrery.Engine.Tests.Reference;

/// <summary>Do the standard sizes give their published checksums?</summary>
public sealed class StandardSizeTests
{
    [Theory]
    [InlineData("phold 1024 4 10 0 2000", 2000, 1488477, "e591f1dbc13e5c85")]
    [InlineData("phold 16384 1 1000 0 20000", 20000, 650588, "e5685c62be93d908")]
    [InlineData("mesh 16 16 50 4 4000", 2021, 299819, "3412728febd0b08b")]
    [InlineData("gpu 108 8 40 200", 51564, 518400, "21d97a742f9de32e")]
    [InlineData("gpu 108 1 40 1000", 238642, 324000, "81f2348db65c50cd")]
    public void GivesItsChecksum(string size, long ticks, long events, string checksum)
    {
        IBenchmarkModel model = Make(size);
        model.Simulation.Run();
        Assert.Equal(new BenchmarkResult(ticks, events, ulong.Parse(checksum, NumberStyles.HexNumber, CultureInfo.InvariantCulture)), model.Result());
    }

    [Fact]
    public void GivesItsChecksumOnTwoThreadsToo()
    {
        IBenchmarkModel model = Make("mesh 16 16 50 4 4000");
        model.Simulation.Run(Managers.Options("auto", 2));
        Assert.Equal(0x3412728febd0b08bUL, model.Result().Checksum);
    }

    [Fact]
    public void ThePlainReferenceGivesThemToo()
    {
        Assert.Equal(new BenchmarkResult(2021, 299819, 0x3412728febd0b08b), PlainMesh.Run(16, 16, 50, 4, 4000));
        Assert.Equal(new BenchmarkResult(20000, 650588, 0xe5685c62be93d908), PlainPhold.Run(16384, 1, 1000, 0, 20000));
        Assert.Equal(new BenchmarkResult(51564, 518400, 0x21d97a742f9de32e), PlainGpu.Run(108, 8, 40, 200));
    }

    private static IBenchmarkModel Make(string size)
    {
        string[] words = size.Split(' ');
        int[] q = [.. words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
        return words[0] switch
        {
            "phold" => new PholdModel(new PholdParameters(q[0], q[1], (ulong)q[2], q[3], q[4])),
            "mesh" => new MeshModel(new MeshParameters(q[0], q[1], (ulong)q[2], q[3], q[4])),
            _ => new GpuModel(new GpuParameters(q[0], q[1], q[2], q[3])),
        };
    }
}
