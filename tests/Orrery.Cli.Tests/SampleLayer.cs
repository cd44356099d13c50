using Orrery.CostModels;
using Orrery.Experiments;
using Orrery.Experiments.Layer;
using Orrery.Experiments.Operators;

namespace Orrery.Cli.Tests;

/// <summary>A made-up layer, so that what is drawn can be tested apart from what is predicted.</summary>
internal static class SampleLayer
{
    private const double Peak = 312e12;
    private const double Bandwidth = 2039e9;

    public static LayerResult Result(int layers = 1)
    {
        (string Name, string Kind, string Shape, double Flops, double Bytes)[] shapes =
        [
            ("Input norm", "norm", "2048 x 4096", 33.6e6, 33.6e6),
            ("QKV projection", "gemm", "2048 x 12288 x 4096", 206.2e9, 167.8e6),
            ("Rotary embedding", "rope", "2048 x 8192", 50.3e6, 67.1e6),
            ("Attention", "attention", "32 x 2048 x 2048 x 128", 34.4e9, 67.1e6),
            ("Output projection", "gemm", "2048 x 4096 x 4096", 68.7e9, 67.1e6),
            ("Residual add", "add", "2048 x 4096", 8.4e6, 50.3e6),
            ("Post-attention norm", "norm", "2048 x 4096", 33.6e6, 33.6e6),
            ("Gate and up projection", "gemm", "2048 x 22016 x 4096", 369.4e9, 287.3e6),
            ("Activation", "elementwise", "2048 x 11008", 112.7e6, 135.3e6),
            ("Down projection", "gemm", "2048 x 4096 x 11008", 184.7e9, 152.0e6),
            ("Second residual add", "add", "2048 x 4096", 8.4e6, 50.3e6),
        ];
        List<OperatorResult> operators = [];
        double start = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            foreach ((string name, string kind, string shape, double flops, double bytes) in shapes)
            {
                double compute = flops / (Peak * (kind == "attention" ? 0.55 : kind == "gemm" ? 0.82 : 0.1));
                CostBreakdown parts = new(compute, bytes / (Bandwidth * 0.85), bytes / 4e12, 3e-6);
                double time = Math.Max(compute, parts.Memory) + parts.Launch;
                operators.Add(new OperatorResult
                {
                    Name = name,
                    Layer = layer,
                    Kind = kind,
                    Shape = shape,
                    Format = "fp16",
                    Flops = flops,
                    Bytes = bytes,
                    StartSeconds = start,
                    TimeSeconds = time,
                    ShareOfTotal = 0,
                    Bound = compute > parts.Memory ? Bound.Compute : Bound.Memory,
                    Breakdown = parts,
                });
                start += time;
            }
        }
        return new LayerResult
        {
            Kind = "layer",
            Name = "sample",
            Work = "llama-2-7b, prefill",
            Model = "llama-2-7b",
            Gpu = "a100-sxm4-80gb",
            Phase = "prefill",
            Sequence = 2048,
            Batch = 1,
            Format = "fp16",
            Fidelity = "analytic",
            Layers = layers,
            TimeSeconds = start,
            Flops = operators.Sum(op => op.Flops),
            Bytes = operators.Sum(op => op.Bytes),
            Operators = [.. operators.Select(op => op with { ShareOfTotal = op.TimeSeconds / start })],
            PeakFlopsPerSecond = Peak,
            PeakBytesPerSecond = Bandwidth,
            Notes = ["Clock and power limits.", "Contention between kernels."],
        };
    }

    public sealed record Experiment : IExperiment
    {
        public string Kind => "layer";

        public string Name => "sample";

        public string File => "sample.yaml";

        public int Seed => 1;

        public string ResolvedYaml => "experiment: layer\nsequence: 2048\n";

        public ExperimentResult Run(IProgress<RunProgress>? progress = null, RunHow? how = null, CancellationToken cancellation = default) => Result();
    }
}
