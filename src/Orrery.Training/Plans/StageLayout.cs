using Orrery.Workloads.Models;

namespace Orrery.Training.Plans;

/// <summary>What stands in a chunk of layers.</summary>
/// <param name="Layers">Layers in all.</param>
/// <param name="Dense">How many of them have no experts in a model with experts.</param>
/// <param name="Embedding">Whether the embedding stands before them.</param>
/// <param name="Head">Whether the head stands behind them.</param>
public readonly record struct ChunkContent(int Layers, int Dense, bool Embedding, bool Head);

/// <summary>How the layers of a model fall on stages and chunks: chunk c of stage s is the (c p + s)-th part of the model.</summary>
public static class StageLayout
{
    /// <summary>
    /// The contents: stage x chunks + chunk. Where layers do not divide evenly, but do so with embedding and head counted as one each, the
    /// first and the last part have one less (Megatron core, account_for_embedding_in_pipeline_split and account_for_loss_in_pipeline_split, as
    /// with the 126 layers of Llama 3 405B); otherwise what is left goes to the first parts.
    /// </summary>
    public static ChunkContent[] Of(TransformerModel model, Plan plan)
    {
        int places = plan.Chunks;
        ChunkContent[] contents = new ChunkContent[places];
        bool ends = places > 2 && model.Layers % places != 0 && (model.Layers + 2) % places == 0;
        int first = 0;
        for (int place = 0; place < places; place++)
        {
            int layers = plan.StageLayers.Count == places ? plan.StageLayers[place]
                : ends ? ((model.Layers + 2) / places) - (place == 0 || place == places - 1 ? 1 : 0)
                : (model.Layers / places) + (place < model.Layers % places ? 1 : 0);
            int dense = Math.Clamp((model.Experts?.DenseLayers ?? 0) - first, 0, layers);
            contents[(place % plan.Pipeline * plan.VirtualStages) + (place / plan.Pipeline)] =
                new ChunkContent(layers, dense, place == 0, place == places - 1);
            first += layers;
        }

        return contents;
    }
}
