namespace Orrery.Training.Costs;

/// <summary>What a part of the model costs for one micro-batch on one device: a layer, the embedding, the head.</summary>
/// <param name="Forward">The forward pass.</param>
/// <param name="Backward">The whole backward pass, recomputation included.</param>
/// <param name="InputGradient">The part of it that the stage before waits for.</param>
/// <param name="WeightGradient">The rest.</param>
/// <param name="Kept">Bytes that stay until the backward pass.</param>
public sealed record PartCosts(
    TaskProfile Forward, TaskProfile Backward, TaskProfile InputGradient, TaskProfile WeightGradient, double Kept)
{
    /// <summary>Nothing.</summary>
    public static PartCosts Empty { get; } = new(TaskProfile.Empty, TaskProfile.Empty, TaskProfile.Empty, TaskProfile.Empty, 0);

    /// <summary>The same without the parts of its tasks.</summary>
    public PartCosts Bare => new(Forward.Bare, Backward.Bare, InputGradient.Bare, WeightGradient.Bare, Kept);

    /// <summary>So many of these in a row.</summary>
    public PartCosts Times(int times) => times == 0 ? Empty
        : new(Forward.Times(times), Backward.Times(times), InputGradient.Times(times), WeightGradient.Times(times), Kept * times);

    /// <summary>This part and another behind it: forward first this, backward first the other.</summary>
    public PartCosts Then(PartCosts next) => new(Forward.Then(next.Forward), next.Backward.Then(Backward),
        next.InputGradient.Then(InputGradient), next.WeightGradient.Then(WeightGradient), Kept + next.Kept);
}
