using Orrery.Training.Work;
using Orrery.Workloads.Models;

namespace Orrery.Training.Costs;

/// <summary>What the parts of a model cost for one micro-batch on one device; everything that plans of one shape have in common.</summary>
public sealed class ModelCosts
{
    /// <param name="model">The model.</param>
    /// <param name="shape">How work is split.</param>
    /// <param name="pricer">Tells how long operators take.</param>
    public ModelCosts(TransformerModel model, WorkShape shape, TaskPricer pricer)
    {
        Pricer = pricer;
        Layer = OfLayer(model, shape, pricer, experts: true, shape.Recompute);
        PlainLayer = shape.Recompute == "none" ? Layer : OfLayer(model, shape, pricer, experts: true, "none");
        bool mixed = model.Experts?.DenseLayers > 0;
        DenseLayer = mixed ? OfLayer(model, shape, pricer, experts: false, shape.Recompute) : Layer;
        Embedding = OfTape(EndsWork.Embedding(model, shape), pricer);
        Head = OfTape(EndsWork.Head(model, shape), pricer);
        Bare = new ModelCosts(this);
    }

    private ModelCosts(ModelCosts whole)
    {
        Pricer = whole.Pricer;
        Layer = whole.Layer.Bare;
        PlainLayer = ReferenceEquals(whole.PlainLayer, whole.Layer) ? Layer : whole.PlainLayer.Bare;
        DenseLayer = ReferenceEquals(whole.DenseLayer, whole.Layer) ? Layer : whole.DenseLayer.Bare;
        Embedding = whole.Embedding.Bare;
        Head = whole.Head.Bare;
        Bare = this;
    }

    /// <summary>The same without the parts of tasks: all that the length of a step takes.</summary>
    public ModelCosts Bare { get; }

    /// <summary>Prices further work of the same shape.</summary>
    public TaskPricer Pricer { get; }

    /// <summary>One layer; with experts where the model has them.</summary>
    public PartCosts Layer { get; }

    /// <summary>One layer of which nothing is computed again.</summary>
    public PartCosts PlainLayer { get; }

    /// <summary>One of the first layers of a model with experts that has none itself.</summary>
    public PartCosts DenseLayer { get; }

    /// <summary>The embedding.</summary>
    public PartCosts Embedding { get; }

    /// <summary>Last norm, head and loss.</summary>
    public PartCosts Head { get; }

    private static PartCosts OfLayer(TransformerModel model, WorkShape shape, TaskPricer pricer, bool experts, string recompute)
    {
        LayerWork work = new(model, shape, experts);
        return Of(work.Forward, work.Backward(recompute), work.Kept(recompute, model), pricer);
    }

    private static PartCosts OfTape(Tape tape, TaskPricer pricer) => Of(tape.Forward, tape.Backward, tape.Kept, pricer);

    private static PartCosts Of(IReadOnlyList<WorkItem> forward, IReadOnlyList<WorkItem> backward, double kept, TaskPricer pricer)
    {
        List<WorkItem> inputs = [], weights = [];
        for (int index = 0; index < backward.Count; index++)
        {
            // What ran beside a gradient of weights has none beside it once those are put off.
            WorkItem item = backward[index];
            bool alone = item.Beside == Beside.Next && index + 1 < backward.Count && backward[index + 1].OfWeights;
            (item.OfWeights ? weights : inputs).Add(alone ? item with { Beside = Beside.Nothing } : item);
        }

        return new PartCosts(pricer.Of(forward), pricer.Of(backward), pricer.Of(inputs), pricer.Of(weights), kept);
    }
}
