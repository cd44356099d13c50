using Orrery.Training.Memory;
using Orrery.Training.Results;

namespace Orrery.Experiments.Training;

/// <summary>What a reader of a training step has to know beside its figures.</summary>
internal static class TrainingNotes
{
    public static IEnumerable<string> Of(StepResult step)
    {
        if (MemoryAdvice.TooBig(step.StageMemory) is { } problem)
        {
            yield return $"This plan does not fit into memory: {problem}.";
        }

        if (step.Model.MaxSequence > 0 && step.Plan.Sequence > step.Model.MaxSequence)
        {
            yield return $"{step.Model.Name} was made for sequences of up to {step.Model.MaxSequence} tokens.";
        }

        if (step.Model.Experts is not null && step.Plan.ExpertSkew == 0)
        {
            yield return "Tokens are taken to fall evenly on the experts; plan.expert_skew makes some busier.";
        }

        if (double.IsPositiveInfinity(step.Cluster.NodeMtbfSeconds))
        {
            yield return "Failures are not counted; cluster.node_mtbf turns them on.";
        }

        yield return "Not modelled: loading of data, evaluation, logging, and other jobs on the same network.";
    }
}
