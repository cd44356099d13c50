using Orrery.Workloads.Formats;
using Orrery.Workloads.Models;

namespace Orrery.Models.Tests.Workloads;

public sealed class ModelSizeTests
{
    // As published with the weights: the sum over all tensors of the checkpoint.
    [Theory]
    [InlineData("llama-2-7b", 6_738_415_616)]
    [InlineData("llama-2-13b", 13_015_864_320)]
    [InlineData("llama-2-70b", 68_976_648_192)]
    [InlineData("llama-3-8b", 8_030_261_248)]
    [InlineData("llama-3-70b", 70_553_706_496)]
    [InlineData("llama-3-405b", 405_853_388_800)]
    [InlineData("mixtral-8x7b", 46_702_792_704)]
    [InlineData("mixtral-8x22b", 140_620_634_112)]
    [InlineData("qwen3-30b-a3b", 30_532_122_624)]
    [InlineData("qwen3-235b-a22b", 235_093_634_560)]
    // 671,026,419,200 without the layer for a second token; less a bias of each router for 256 experts in 58 layers, which steers the load.
    [InlineData("deepseek-v3", 671_026_419_200 - (58 * 256))]
    [InlineData("bert-large", 335_141_888)]
    [InlineData("vit-l", 304_326_632)]
    [InlineData("gpt-3-175b", 174_604_259_328)]
    public void Are_parameter_counts_the_published_ones(string name, long parameters) =>
        Assert.Equal(parameters, ModelCatalogue.Find(name)!.Parameters());

    // Mixtral: of eight experts of 3 x 4096 x 14336 each token passes two.
    [Fact]
    public void Do_idle_experts_not_count_as_active()
    {
        TransformerModel mixtral = ModelCatalogue.Find("mixtral-8x7b")!;
        Assert.Equal(mixtral.Parameters() - (32L * 6 * 3 * 4096 * 14336), mixtral.ActiveParameters());
        TransformerModel llama = ModelCatalogue.Find("llama-2-7b")!;
        Assert.Equal(llama.Parameters(), llama.ActiveParameters());
    }

    [Theory]
    [InlineData("llama-2-7b", 2 * 32 * 32 * 128 * 2)]
    [InlineData("llama-2-70b", 2 * 80 * 8 * 128 * 2)]
    [InlineData("bert-large", 0)]
    public void Does_a_token_leave_keys_and_values_of_all_layers(string name, double bytes) =>
        Assert.Equal(bytes, ModelCatalogue.Find(name)!.KvCacheBytesPerToken(NumberFormat.Fp16));

    // 32 layers: 2 (4 x 4096^2 + 3 x 4096 x 11008) for the matrices and 4 x 32 x 128 for each token seen; then 2 x 4096 x 32000
    // for the vocabulary.
    [Fact]
    public void Are_operations_a_token_two_for_each_weight_and_four_for_each_element_seen() => Assert.Equal(
        (32 * ((2 * ((4.0 * 4096 * 4096) + (3.0 * 4096 * 11008))) + (4.0 * 32 * 128 * 2048))) + (2.0 * 4096 * 32000),
        ModelCatalogue.Find("llama-2-7b")!.FlopsPerToken(2048));

    [Fact]
    public void Is_a_model_found_by_its_published_name()
    {
        Assert.Equal("llama-2-7b", ModelCatalogue.Find("meta-llama/Llama-2-7b-hf")?.Name);
        Assert.Equal("llama-2-7b", ModelCatalogue.Nearest("lama-2-7b"));
        Assert.Null(ModelCatalogue.Find("lama-2-7b"));
    }
}
