using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;
using static Orrery.Workloads.Operators.CollectiveOperation;

namespace Orrery.Training.Work;

/// <summary>
/// A mixture of experts spread over expert-parallel ranks, each expert whole or split over the tensor-parallel ones (GShard, arXiv
/// 2006.16668; Megatron core, expert_tensor_parallel_size): choose, sort, send to the experts' ranks, multiply, send back, sum by weight. No token is dropped.
/// </summary>
public static class ExpertWork
{
    /// <summary>Notes the operators of one layer's experts.</summary>
    public static void Add(Tape tape, TransformerModel model, MixtureOfExperts experts)
    {
        WorkShape shape = tape.Shape;
        Collectives between = new(shape);
        int tokens = shape.OwnRows;
        double choices = (double)tokens * experts.PerToken;
        double sent = choices * model.Hidden * shape.Plain.Bytes;
        tape.Linear(new Linear("router", tokens, experts.Count, model.Hidden) { Wide = true, KeepsInput = false });
        tape.Add(new Routing("expert choice", shape.Plain, tokens, model.Hidden, experts.Count, experts.PerToken, Combine: false));
        tape.Add([tape.Flat("sort tokens", choices * model.Hidden, ElementFunction.Copy)],
            [tape.Flat("sort gradient", choices * model.Hidden, ElementFunction.Add)]);
        tape.AddCollectives(between.Expert("tokens to experts", sent, experts.PerToken), between.Expert("gradients from experts", sent, experts.PerToken));
        Multiply(tape, model, experts, between);
        tape.AddCollectives(between.Expert("tokens from experts", sent, experts.PerToken), between.Expert("gradients to experts", sent, experts.PerToken));
        tape.Keep(choices * model.Hidden, shape.Plain.Bytes);
        tape.Add([Tape.Compute(new Routing("combine", shape.Plain, tokens, model.Hidden, experts.Count, experts.PerToken, Combine: true))],
            [tape.Flat("combine gradient", choices * model.Hidden, ElementFunction.Multiply)]);
        if (experts.Shared > 0)
        {
            MlpWork.Dense(tape, model, experts.Shared * model.Intermediate, "shared expert ");
            tape.Add(tape.Flat("shared expert sum", (double)tokens * model.Hidden, ElementFunction.Add).Work);
        }

        // The weights by which outputs are summed have gradients that need the outputs.
        tape.NeedsAll();
    }

    /// <summary>Rows of one expert of the busiest rank, and experts there.</summary>
    public static (int Rows, int Experts) Load(WorkShape shape, MixtureOfExperts experts)
    {
        long tokens = (shape.SequenceParallel ? (long)shape.OwnRows * shape.ExpertTensor : shape.Rows) * shape.Expert;
        int local = Math.Max(1, experts.Count / shape.Expert);
        long total = shape.ExpertSkew > 0 && tokens <= int.MaxValue
            ? new ExpertLoad((int)tokens, experts.Count, experts.PerToken, shape.ExpertSkew, shape.Expert).Total
            : tokens * experts.PerToken / shape.Expert;
        return ((int)Math.Max(1, total / local), local);
    }

    private static void Multiply(Tape tape, TransformerModel model, MixtureOfExperts experts, Collectives between)
    {
        WorkShape shape = tape.Shape;
        (int rows, int local) = Load(shape, experts);
        int inner = Math.Max(1, model.Intermediate / shape.ExpertTensor);
        int width = model.GatedMlp ? 2 * inner : inner;
        double all = (double)rows * local;
        double gathered = all * model.Hidden * shape.Plain.Bytes;

        // Megatron core: tokens of several experts that come from several ranks lie rank by rank and are put expert by expert; narrow formats
        // need multiples of 16 or 32 rows an expert, so rows move once more, and back behind the experts.
        bool moves = local > 1 && shape.Expert > 1;
        void Each(bool runs, string name)
        {
            if (runs)
            {
                tape.Add([tape.Flat(name, all * model.Hidden, ElementFunction.Copy)],
                    [tape.Flat(name + " gradient", all * model.Hidden, ElementFunction.Copy)]);
            }
        }

        WorkItem? Split(string name, CollectiveOperation operation) =>
            shape.ExpertTensor > 1 ? between.Tensor(name, operation, gathered) : null;
        tape.AddCollectives(Split("expert all-gather", AllGather), Split("expert gradient reduce-scatter", ReduceScatter));
        Each(moves, "order by expert");
        Each(shape.Narrow, "pad rows of experts");
        tape.Linear(new Linear(model.GatedMlp ? "expert gate/up projection" : "expert up projection", rows, width, model.Hidden, local));
        MlpWork.Activation(tape, model, "expert activation", (int)Math.Min(int.MaxValue, all), inner);
        tape.Linear(new Linear("expert down projection", rows, model.Hidden, inner, local) { InputIsNarrow = true });
        Each(shape.Narrow, "take off rows of padding");
        Each(moves, "order by rank");
        tape.AddCollectives(Split("expert reduce-scatter", ReduceScatter), Split("expert gradient all-gather", AllGather));
    }
}
