using Orrery.Configuration.Binding;
using Orrery.Hardware;

namespace Orrery.Models.Tests.Hardware;

public sealed class GpuCatalogueTests
{
    [Fact]
    public void Are_all_well_documented_gpus_there() => Assert.Equal(
        ["a100-pcie-40gb", "a100-pcie-80gb", "a100-sxm4-40gb", "a100-sxm4-80gb", "a40", "h100-sxm5-80gb", "h200-sxm-141gb",
            "l40s", "mi100", "mi210",
         "rtx-4070", "rtx-4090", "t4", "v100-pcie-32gb"],
        GpuCatalogue.All.Select(gpu => gpu.Name));

    [Fact]
    public void Does_every_value_have_a_source()
    {
        string[] plain = ["name", "aliases", "calibration", "sources"];
        foreach (Gpu gpu in GpuCatalogue.All)
        {
            HashSet<string> covered = [.. gpu.Sources.SelectMany(source => source.Covers)];
            string[] given =
                [.. ParameterList.Of<Gpu>().Select(parameter => parameter.Path).Where(path => !plain.Contains(path)
                && IsGiven(gpu, path))];
            Assert.Empty(given.Except(covered));
            Assert.Empty(covered.Except(given));
        }
    }

    [Theory]
    [InlineData("A100-SXM4-80GB", "a100-sxm4-80gb")]
    [InlineData("a100", "a100-sxm4-80gb")]
    [InlineData("RTX4090", "rtx-4090")]
    [InlineData("H100-SXM5-80GB", "h100-sxm5-80gb")]
    public void Is_a_gpu_found_by_alias_and_in_capitals(string name, string canonical) =>
        Assert.Equal(canonical, GpuCatalogue.Find(name)?.Name);

    [Fact]
    public void Is_no_name_taken_twice()
    {
        string[] names =
            [.. GpuCatalogue.All.SelectMany(gpu =>
            gpu.Aliases.Append(gpu.Name).Select(name => name.ToLowerInvariant()).Distinct())];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void Is_the_nearest_name_suggested()
    {
        Assert.Null(GpuCatalogue.Find("h100-sxm4"));
        Assert.Equal("h100-sxm5-80gb", GpuCatalogue.Nearest("h100-smx"));
        Assert.Null(GpuCatalogue.Nearest("abacus"));
    }

    private static bool IsGiven(Gpu gpu, string path)
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
