using Orrery.Configuration.Binding;
using Orrery.Hardware;

namespace Orrery.Models.Tests.Hardware;

public sealed class GpuCatalogueTests
{
    [Fact]
    public void Is_every_value_covered_by_a_source_or_labelled_an_estimate()
    {
        string[] plain = ["name", "aliases", "calibration", "confidence", "sources", "estimates"];
        string[] required = [.. ParameterList.Of<HardwareGpu>().Where(parameter => parameter.Required).Select(parameter => parameter.Path)];
        foreach (HardwareGpu gpu in GpuCatalogue.All)
        {
            string[] covered =
                [.. gpu.Sources.SelectMany(source => source.Covers).Concat(gpu.Estimates.Select(estimate => estimate.Path))];
            string[] given =
                [.. ParameterList.Of<HardwareGpu>().Select(parameter => parameter.Path).Where(path => !plain.Contains(path)
                && IsGiven(gpu, path))];
            Assert.Empty(required.Except(given).Except(plain));
            Assert.Empty(given.Except(covered));
            Assert.Empty(covered.Except(given));
            Assert.Equal(covered.Length, covered.Distinct().Count());
            Assert.All(gpu.Estimates, estimate => Assert.InRange(estimate.Reason.Length, 10, 150));
        }
    }

    [Theory]
    [InlineData("A100-SXM4-80GB", "a100-sxm4-80gb")]
    [InlineData("a100", "a100-sxm4-80gb")]
    [InlineData("RTX4090", "rtx-4090")]
    [InlineData("H100-SXM5-80GB", "h100-sxm5-80gb")]
    [InlineData("A100-80GB(vidur)", "a100-80gb-vidur")]
    [InlineData("H100-NVL-pair(vidur)", "h100-nvl-94gb")]
    [InlineData("GV100(AccelWattch)", "quadro-gv100")]
    [InlineData("TITAN X Pascal", "titan-x-pascal")]
    [InlineData("RTX 2060S", "rtx-2060-super")]
    [InlineData("MI250-1GCD", "mi250-1gcd")]
    [InlineData("TPUv5p", "tpu-v5p")]
    [InlineData("rtx 4090", "rtx-4090")]
    [InlineData("b200", "b200-sxm-180gb")]
    public void Is_a_gpu_found_by_alias_and_however_its_name_is_written(string name, string canonical) =>
        Assert.Equal(canonical, GpuCatalogue.Find(name)?.Name);

    [Fact]
    public void Is_no_name_taken_twice()
    {
        string[] names =
            [.. GpuCatalogue.All.SelectMany(gpu =>
            gpu.Aliases.Append(gpu.Name).Select(name =>
                name.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()).Distinct())];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Is_the_nearest_name_suggested()
    {
        Assert.Null(GpuCatalogue.Find("h100-sxm4"));
        Assert.Equal("h100-sxm5-80gb", GpuCatalogue.Nearest("h100-smx"));
        Assert.Null(GpuCatalogue.Nearest("abacus"));
    }

    private static bool IsGiven(HardwareGpu gpu, string path)
    {
        object? value = gpu;
        foreach (string key in path.Split('.'))
        {
            string name = string.Concat(key.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
            value = value?.GetType().GetProperty(name)!.GetValue(value);
        }

        return value is not null;
    }
}
