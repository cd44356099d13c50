using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Workloads.Layers;

/// <summary>
/// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1). In prefill keys and values of all heads are projected from
/// the cached vectors. In decode the projections are absorbed: queries go into the space of the cached vectors, which all heads then
/// share as keys and as values.
/// </summary>
internal static class LatentAttentionBlock
{
    /// <summary>Appends the operators from the input of attention to its output projection.</summary>
    public static void Add(List<Operator> work, TransformerModel model, LatentAttention latent, LayerShape shape)
    {
        int queries = model.Heads * model.HeadDim;
        int first = (latent.QueryRank > 0 ? latent.QueryRank : queries) + latent.CachedElements;
        work.Add(new Gemm("latent projection", shape.Format, shape.Rows, first, model.Hidden));
        if (latent.QueryRank > 0)
        {
            work.Add(new Norm("query latent norm", shape.Format, shape.Rows, latent.QueryRank, model.RmsNorm));
            work.Add(new Gemm("query projection", shape.Format, shape.Rows, queries, latent.QueryRank));
        }

        work.Add(new Norm("key latent norm", shape.Format, shape.Rows, latent.KvRank, model.RmsNorm));
        work.Add(new Rope("rope", shape.Format, shape.Rows, (model.Heads + 1) * latent.RopeDim));
        work.Add(new CacheWrite("cache write", shape.Format, shape.Rows, latent.CachedElements, shape.Format));
        int plain = model.HeadDim - latent.RopeDim;
        if (shape.Phase == Phase.Prefill)
        {
            int tokens = shape.Batch * shape.Keys;
            work.Add(new Gemm("key and value projection", shape.Format, tokens, model.Heads * (plain + latent.ValueDim), latent.KvRank));
            work.Add(new Attention("attention", shape.Format, shape.Batch, model.Heads, model.Heads, model.HeadDim, shape.Queries,
                shape.Keys, model.Causal)
            { ValueDim = latent.ValueDim });
        }
        else
        {
            work.Add(new Gemm("absorbed key projection", shape.Format, shape.Rows, latent.KvRank, plain, model.Heads));
            work.Add(new Attention("attention", shape.Format, shape.Batch, model.Heads, 1, latent.CachedElements, shape.Queries,
                shape.Keys, model.Causal)
            { ValueDim = latent.KvRank, Latent = true, Page = CachePage });
            work.Add(new Gemm("absorbed value projection", shape.Format, shape.Rows, latent.ValueDim, latent.KvRank, model.Heads));
        }

        work.Add(new Gemm("output projection", shape.Format, shape.Rows, model.Hidden, model.Heads * latent.ValueDim));
    }

    // Tokens of a page of the cache, as FlashMLA has them.
    private const int CachePage = 64;
}
