using System.Globalization;
using Orrery.Hardware;
using Orrery.Models.Tests.Accuracy;

namespace Orrery.Models.Tests.Hardware;

/// <summary>The presets against the list of published figures of every GPU that measurements name.</summary>
public sealed class PublishedFiguresTests
{
    private static readonly string List = Path.GetFullPath(Path.Combine(Repository.Measured, "..", "gpus.csv"));

    // Column, path of the value in a preset, the preset's number in the column's unit.
    private static readonly (string Column, string Path, Func<HardwareGpu, double?> Value)[] Columns =
    [
        ("sm_count", "sm_count", gpu => gpu.SmCount),
        ("base_mhz", "clock.base", gpu => gpu.Clock.Base?.Hertz / 1e6),
        ("boost_mhz", "clock.boost", gpu => gpu.Clock.Boost.Hertz / 1e6),
        ("fp32_tflops", "peak.fp32", gpu => (gpu.Peak.Fp32Matrix ?? gpu.Peak.Fp32)?.PerSecond / 1e12),
        ("tf32_tc_tflops", "peak.tf32", gpu => gpu.Peak.Tf32?.PerSecond / 1e12),
        ("fp16_tc_tflops_dense", "peak.fp16", gpu => gpu.Peak.Fp16?.PerSecond / 1e12),
        ("bf16_tc_tflops_dense", "peak.bf16", gpu => gpu.Peak.Bf16?.PerSecond / 1e12),
        ("fp8_tc_tflops_dense", "peak.fp8", gpu => gpu.Peak.Fp8?.PerSecond / 1e12),
        ("fp4_tc_tflops_dense", "peak.fp4", gpu => gpu.Peak.Fp4?.PerSecond / 1e12),
        ("int8_tc_tops_dense", "peak.int8", gpu => gpu.Peak.Int8?.PerSecond / 1e12),
        ("mem_gb", "memory.capacity", gpu => gpu.Memory.Capacity.Bytes / 1e9),
        ("mem_bw_gbs", "memory.bandwidth", gpu => gpu.Memory.Bandwidth.BytesPerSecond / 1e9),
        ("l2_mb", "l2.size", gpu => gpu.L2.Size.Bytes / 1048576.0),
        ("l1_shared_kb_per_sm", "sm.l1", gpu => gpu.Sm.L1.Bytes / 1024.0),
        ("max_shared_kb_per_sm", "sm.shared", gpu => gpu.Sm.Shared.Bytes / 1024.0),
        ("nvlink_total_bidir_gbs", "links.nvlink", gpu => gpu.Links.Nvlink?.BytesPerSecond / 1e9),
        ("pcie_bidir_gbs", "links.pcie", gpu => gpu.Links.Pcie?.BytesPerSecond / 1e9),
        ("tdp_w", "tdp", gpu => gpu.Tdp.Watts),
    ];

    [Fact]
    public void Is_every_listed_gpu_in_the_catalogue_and_does_it_agree_in_every_number()
    {
        Assert.SkipUnless(File.Exists(List), $"there is no list of published figures at {List}");
        List<string> wrong = [];
        HashSet<string> found = [];
        foreach (Dictionary<string, string> row in MeasuredRows.Read(List))
        {
            if (GpuCatalogue.Find(row["gpu"]) is not { } gpu)
            {
                wrong.Add(row["gpu"] + " is missing");
                continue;
            }

            Assert.True(found.Add(gpu.Name), $"{gpu.Name} stands for two rows");
            Assert.Equal((row["vendor"], row["arch"], row["mem_type"]), (gpu.Vendor, gpu.Architecture, gpu.Memory.Type));
            foreach ((string column, string path, Func<HardwareGpu, double?> value) in Columns.Where(known => row[known.Column].Length > 0))
            {
                // What the list itself is unsure of may differ, where the preset says that it is an estimate and why.
                double published = double.Parse(row[column], CultureInfo.InvariantCulture);
                if (!(Math.Abs((value(gpu) ?? double.NaN) - published) <= 1e-6 * published) && !gpu.IsEstimate(path))
                {
                    wrong.Add($"{gpu.Name}: {path} is {value(gpu)}, published {published}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(found.Count >= 31);
    }

    // 312 TFLOPS = 108 SMs x 1024 multiply-adds x 2 x 1.41 GHz, and likewise FP32: 108 x 64 x 2 x 1.41 GHz = 19.5 TFLOPS.
    // Boards whose sheets quote a slightly lower clock than the boost that the driver allows: P4 (1.07), P100 (1.30 GHz).
    [Fact]
    public void Does_the_vector_peak_follow_from_multiprocessors_lanes_and_clock()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            double lanes = (double)gpu.SmCount * gpu.Sm.Fp32Lanes * 2 * gpu.Clock.Boost.Hertz;
            Assert.True(Math.Abs((gpu.Peak.Fp32!.Value.PerSecond / lanes) - 1) < 0.04, $"{gpu.Name}: {lanes / 1e12} TFLOPS");
        }
    }

    // A pin of HBM2 carries 1.4 to 2.4 Gbit/s, of HBM2e 3.2, HBM3 5.2 to 6.4, HBM3e up to 9.2; GDDR5 6 to 8, GDDR6 10 to 20, GDDR7 25 to 32.
    [Fact]
    public void Does_a_memory_pin_carry_what_its_kind_can()
    {
        Dictionary<string, (double Low, double High)> gigabits = new()
        {
            ["HBM2"] = (1.4, 2.45),
            ["HBM2e"] = (3, 3.6),
            ["HBM3"] = (5, 6.5),
            ["HBM3e"] = (6, 9.3),
            ["GDDR5"] = (6, 8),
            ["GDDR5X"] = (9, 12),
            ["GDDR6"] = (10, 20),
            ["GDDR6X"] = (19, 23),
            ["GDDR7"] = (24, 32),
        };
        int checkedGpus = 0;
        foreach (HardwareGpu gpu in GpuCatalogue.All.Where(gpu => gpu.Memory.BusBits is not null))
        {
            checkedGpus++;
            double pin = gpu.Memory.Bandwidth.BytesPerSecond * 8 / gpu.Memory.BusBits!.Value / 1e9;
            (double low, double high) = gigabits[gpu.Memory.Type];
            Assert.True(pin >= low && pin <= high, $"{gpu.Name}: {pin} Gbit/s");
            Assert.True(gpu.Memory.Stacks is null || gpu.Memory.BusBits == 1024 * gpu.Memory.Stacks, gpu.Name);
        }

        Assert.True(checkedGpus >= 28);
    }

    [Fact]
    public void Does_the_die_hold_at_least_what_the_product_has_enabled()
    {
        foreach (HardwareGpu gpu in GpuCatalogue.All.Where(gpu => gpu.Die.AreaMm2 is not null))
        {
            int dies = gpu.Die.Count!.Value;
            Assert.True(gpu.Die.SmCount * dies >= gpu.SmCount, gpu.Name);
            Assert.True(gpu.Die.L2!.Value.Bytes * dies >= gpu.L2.Size.Bytes, gpu.Name);
            Assert.True(gpu.Die.BusBits * dies >= gpu.Memory.BusBits, gpu.Name);
            Assert.InRange(gpu.Die.AreaMm2!.Value, 100, 858);
        }
    }
}
