namespace Orrery.Cli.Tests;

/// <summary>What a person sees when a simulation is asked for that cannot be.</summary>
public sealed class CycleMistakeTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("microarchitecture.l2.slizes=96", "--set: microarchitecture.l2.slizes: unknown key (did you mean 'slices'?)")]
    [InlineData("microarchitecture.l2.slices=0", "--set: microarchitecture.l2.slices: ")]
    [InlineData("dram.bankz=8", "--set: dram.bankz: unknown key (did you mean 'banks'?)")]
    [InlineData("scheduler=gtp", "--set: scheduler: there is no such warp scheduler (given 'gtp'; did you mean 'gto'?")]
    [InlineData("gpu=p100-pcie-16gb", "--set: gpu: p100-pcie-16gb has no cycle model: the microarchitecture of generation 'pascal' is not known (allowed: a100")]
    [InlineData("work.gem.m=4", "--set: work.gem: there is no such operator (did you mean 'gemm'?)")]
    [InlineData("work.gemm.q=4", "--set: work.gemm.q: unknown key")]
    [InlineData("dtype=fp8", "dtype: a100-sxm4-80gb does not compute in fp8")]
    public void A_value_that_makes_no_sense(string setting, string expected)
    {
        Run("--set", setting);

        Assert.Contains(expected, _cli.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_that_fits_nowhere()
    {
        Run("--set", "gpu.sm.shared=1KiB", "--set", "gpu.sm.registers=1KiB");

        string line = _cli.Error.Split('\n')[0];
        Assert.StartsWith("FOLDER/tiny.yaml:3: work: gemm", line, StringComparison.Ordinal);
        Assert.Contains("fits on no multiprocessor of a100-sxm4-80gb", line, StringComparison.Ordinal);
        Assert.Matches("a block needs [0-9]+, a multiprocessor has [0-9]+", line);
    }

    [Fact]
    public void A_folder_that_holds_no_run()
    {
        Assert.Equal(2, _cli.Run("compare", "nowhere", "nowhere"));
        Assert.Contains("nowhere: is no run folder", _cli.Error, StringComparison.Ordinal);
    }

    private void Run(params string[] more)
    {
        string file = _cli.Write("tiny.yaml", "experiment: operator\ngpu: a100-sxm4-80gb\nwork: {gemm: {m: 128, n: 128, k: 128}}\nfidelity: cycle\n");
        Assert.Equal(2, _cli.Run(["run", file, .. more]));
        Assert.Empty(_cli.Out);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "runs")), "a run that was refused leaves no folder");
    }
}
