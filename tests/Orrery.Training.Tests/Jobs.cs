using Orrery.Hardware;
using Orrery.Training.Clusters;
using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests;

/// <summary>Models, clusters and plans that tests ask about.</summary>
internal static class Jobs
{
    public static TransformerModel Gpt { get; } = new()
    {
        Name = "small GPT",
        Family = "gpt2",
        Layers = 24,
        Hidden = 2048,
        Heads = 16,
        KvHeads = 16,
        HeadDim = 128,
        Intermediate = 8192,
        Vocabulary = 51200,
        LearnedPositions = 2048,
        TiedEmbeddings = true,
        HasVocabularyHead = true,
        Causal = true,
        Activation = "gelu_new",
        QkvBias = true,
        OutputBias = true,
        MlpBias = true,
    };

    public static TransformerModel Gpt175B { get; } = ModelCatalogue.Find("gpt-3-175b")!;

    public static TransformerModel Gpt1T { get; } = Gpt with
    {
        Name = "GPT 1T",
        Layers = 128,
        Hidden = 25600,
        Heads = 160,
        KvHeads = 160,
        HeadDim = 160,
        Intermediate = 102400,
    };

    public static Cluster A100(int nodes) => Cluster.Of(GpuCatalogue.Find("a100-sxm4-80gb")!, nodes, 8);

    public static Cluster H100(int nodes) => Cluster.Of(GpuCatalogue.Find("h100-sxm5-80gb")!, nodes, 8);

    /// <summary>Eight A100: two tensor-parallel, two stages, two replicas, eight micro-batches.</summary>
    public static Plan Small { get; } = new() { Tensor = 2, Pipeline = 2, Data = 2, GlobalBatch = 16, Software = "megatron-2022" };
}
