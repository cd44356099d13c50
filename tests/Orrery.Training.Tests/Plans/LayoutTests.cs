using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Plans;

public sealed class LayoutTests
{
    [Theory]
    // 126 + 2 over 64 parts are two each: one beside the embedding, one beside the head.
    [InlineData("llama-3-405b", 8, 8, 1, 2, 2, 1)]
    [InlineData("llama-3-70b", 4, 5, 4, 4, 4, 4)]
    // 61 layers over 16 parts: 13 of four, three of three.
    [InlineData("deepseek-v3", 16, 1, 4, 4, 3, 3)]
    public void Do_embedding_and_head_count_as_layers_where_all_then_divide(
        string name, int stages, int chunks, int first, int second, int lastButOne, int last)
    {
        TransformerModel model = ModelCatalogue.Find(name)!;
        ChunkContent[] contents = StageLayout.Of(model, new Plan { Pipeline = stages, VirtualStages = chunks });
        int[] layers = [.. Enumerable.Range(0, stages * chunks).Select(place => contents[(place % stages * chunks) + (place / stages)].Layers)];
        Assert.Equal(model.Layers, layers.Sum());
        Assert.Equal([first, second, lastButOne, last], (int[])[layers[0], layers[1], layers[^2], layers[^1]]);
        Assert.Equal(model.Experts?.DenseLayers ?? 0, contents.Sum(content => content.Dense));
    }
}
