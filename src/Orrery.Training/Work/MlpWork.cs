using Orrery.Workloads.Layers;
using Orrery.Workloads.Models;
using Orrery.Workloads.Operators;

namespace Orrery.Training.Work;

/// <summary>An MLP split over tensor-parallel ranks: up by columns, down by rows.</summary>
public static class MlpWork
{
    /// <summary>Notes both projections and the function between them.</summary>
    /// <param name="tape">Takes the operators.</param>
    /// <param name="model">The model.</param>
    /// <param name="intermediate">Width inside, on all ranks together.</param>
    /// <param name="prefix">Begins the names.</param>
    public static void Dense(Tape tape, TransformerModel model, int intermediate, string prefix)
    {
        WorkShape shape = tape.Shape;
        int inner = Math.Max(1, intermediate / shape.Tensor);
        int width = model.GatedMlp ? 2 * inner : inner;
        double bytes = new Collectives(shape).Activations(model.Hidden);
        Parallel.Column(tape, new Linear(prefix + (model.GatedMlp ? "gate/up projection" : "up projection"), shape.Rows, width, model.Hidden)
        { BiasGradient = model.MlpBias, InputIsNarrow = true }, bytes);
        Activation(tape, model, prefix + "activation", shape.Rows, inner);
        tape.Outputs();
        Parallel.Row(tape, new Linear(prefix + "down projection", shape.Rows, model.Hidden, inner) { InputIsNarrow = true }, bytes);
    }

    /// <summary>
    /// The function between the projections, its bias in the same kernel. Backward: the gradient and the input are read, the input's
    /// gradient is written, both halves of it where a gate is multiplied in.
    /// </summary>
    public static void Activation(Tape tape, TransformerModel model, string name, int rows, int inner)
    {
        WorkShape shape = tape.Shape;
        double elements = (double)rows * inner;
        tape.Keep(elements * (model.GatedMlp ? 2 : 1), shape.Plain.Bytes);
        ElementFunction function = model.GatedMlp ? GatedGradient : PlainGradient;
        tape.Add([Tape.Compute(MlpActivation.Of(name, shape.Plain, rows, inner, model.Activation, model.GatedMlp))],
            [tape.Flat(name + " gradient", elements, function)]);
    }

    private static readonly ElementFunction PlainGradient = new("activation gradient", 2, 1, 12, 24);

    private static readonly ElementFunction GatedGradient = new("gated gradient", 3, 2, 16, 32);
}
