using Orrery.Training.Plans;
using Orrery.Training.Results;
using Orrery.Training.Work;
using Orrery.Workloads.Models;

namespace Orrery.Training.Tests.Work;

public sealed class RecomputeTests
{
    [Theory]
    // PyTorch runs the layer once more; XLA leaves out the last projection and the sum behind it.
    [InlineData("nemo-2024", 0)]
    [InlineData("maxtext", 2)]
    public void Is_computed_again_what_gradients_need(string software, int less)
    {
        IReadOnlyList<string> again = Again(software, Jobs.Gpt);
        IReadOnlyList<string> forward = [.. Layer(software, Jobs.Gpt).Forward.Where(item => item.Kind == TimeKind.Compute).Select(item => item.Work.Name)];
        Assert.Equal(forward.SkipLast(less), again);
        Assert.Equal(["down projection", "MLP residual"], forward.TakeLast(2));
    }

    [Fact]
    public void Are_outputs_of_experts_needed_for_the_gradients_of_their_weights() =>
        Assert.Contains("expert down projection", Again("maxtext", ModelCatalogue.Find("mixtral-8x7b")!));

    private static LayerWork Layer(string software, TransformerModel model) => new(model, WorkShape.Of(Plan(software)), experts: true);

    private static Plan Plan(string software) => Jobs.Small with { Software = software, Tensor = 1, Recompute = "full" };

    private static List<string> Again(string software, TransformerModel model) =>
        [.. Layer(software, model).Backward("full").Where(item => item.Kind == TimeKind.Recompute).Select(item => item.Work.Name)];
}
