using Orrery.Benchmarks.Gpu;
using Orrery.Benchmarks.Mesh;
using Orrery.Benchmarks.Phold;
using Orrery.Engine;

namespace Orrery.Benchmarks;

/// <summary>The benchmark models, and the sizes in which simulators are compared.</summary>
public static class BenchmarkCatalogue
{
    private const long Million = 1_000_000;
    private const long LongestRun = Simulation.LastTick - 1;

    public static IReadOnlyList<BenchmarkKind> Kinds { get; } =
    [
        new("phold", "components that send tokens to random others: the engine's own cost",
            [
                new("N", 1, Million, "the number of components"),
                new("K", 0, 1000, "tokens that start on each"),
                new("D", 1, Million * Million, "the range of delays"),
                new("W", 0, Million, "rounds of extra work for a token"),
                new("T", 0, LongestRun, "the last tick"),
            ],
            v => new PholdModel(new PholdParameters((int)v[0], (int)v[1], (ulong)v[2], (int)v[3], v[4]))),
        new("mesh", "a mesh of routers with credits: neighbours that talk every tick",
            [
                new("X", 1, 1000, "the number of columns"),
                new("Y", 1, 1000, "the number of rows"),
                new("R", 0, 1000, "injections a router in 1000 ticks"),
                new("B", 1, 1000, "places of an input buffer"),
                new("T", 0, LongestRun, "the last tick"),
            ],
            v => new MeshModel(new MeshParameters((int)v[0], (int)v[1], (ulong)v[2], (int)v[3], v[4]))),
        new("gpu", "cores and memory slices far apart: long latencies, much idle time",
            [
                new("S", 1, 100_000, "the number of cores"),
                new("WP", 1, 1000, "warps a core"),
                new("L", 1, 100_000, "the number of memory slices"),
                new("Q", 0, Million, "requests a warp"),
            ],
            v => new GpuModel(new GpuParameters((int)v[0], (int)v[1], (int)v[2], (int)v[3]))),
    ];

    /// <summary>The sizes in which simulators are compared, with the result that a correct one must print.</summary>
    public static IReadOnlyList<StandardSize> Standard { get; } =
    [
        new("phold", "small", [1024, 4, 10, 0, 2000], new BenchmarkResult(2000, 1488477, 0xe591f1dbc13e5c85)),
        new("phold", "sparse", [16384, 1, 1000, 0, 20000], new BenchmarkResult(20000, 650588, 0xe5685c62be93d908)),
        new("phold", "work", [1024, 4, 10, 200, 500], new BenchmarkResult(500, 371596, 0xa0040a92c5fdacb8)),
        new("mesh", "small", [16, 16, 50, 4, 4000], new BenchmarkResult(2021, 299819, 0x3412728febd0b08b)),
        new("mesh", "large", [64, 64, 20, 4, 2000], new BenchmarkResult(1106, 3609593, 0x8ad2917d02db7a42)),
        new("mesh", "idle", [64, 64, 1, 4, 20000], new BenchmarkResult(10087, 1788288, 0x3f5a135ff8c5ec1e)),
        new("gpu", "small", [108, 8, 40, 200], new BenchmarkResult(51564, 518400, 0x21d97a742f9de32e)),
        new("gpu", "large", [108, 64, 80, 200], new BenchmarkResult(51842, 4147200, 0x54c2748b1201412a)),
        new("gpu", "idle", [108, 1, 40, 1000], new BenchmarkResult(238642, 324000, 0x81f2348db65c50cd)),
    ];

    public static BenchmarkKind? Find(string name) => Kinds.FirstOrDefault(kind => kind.Name == name);
}
