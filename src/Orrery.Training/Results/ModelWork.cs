using Orrery.Training.Plans;
using Orrery.Workloads.Models;

namespace Orrery.Training.Results;

/// <summary>Operations that a model needs, whoever computes them.</summary>
public static class ModelWork
{
    /// <summary>
    /// Operations of a step: forward, and twice as many backward. Causal attention counts whole, as in the papers that MFU is compared with
    /// (Narayanan et al., SC 2021, appendix; PaLM, arXiv 2204.02311, appendix B).
    /// </summary>
    public static double Flops(TransformerModel model, Plan plan) =>
        3.0 * model.FlopsPerToken(plan.Sequence) * plan.GlobalBatch * plan.Sequence;
}
