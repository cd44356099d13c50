using Orrery.Configuration;
using Orrery.Gpu.Programs;
using Orrery.Gpu.Results;
using Orrery.Gpu.Traces;
using static Orrery.Gpu.Tests.TestMachines;

namespace Orrery.Gpu.Tests;

/// <summary>Small traces of the Accel-Sim kind, written by hand.</summary>
public sealed class WhatATraceSays
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Traces");

    private static Kernel VectorAdd => Assert.Single(Assert.Single(TraceReader.Read(Path.Combine(Folder, "kernelslist.g")).Value!));

    [Fact]
    public void A_list_names_kernels_by_stream()
    {
        Kernel kernel = VectorAdd;
        Assert.Equal(("vector_add", 2L, 2, 16), (kernel.Name, kernel.Blocks, kernel.WarpsPerBlock, kernel.RegistersPerThread));

        // Three warps of six instructions; the fourth has none. Each program ends with an exit of its own.
        Assert.Equal((3 * 6) + 4, kernel.WarpInstructions);
    }

    [Fact]
    public void Sectors_follow_from_the_addresses_of_lanes()
    {
        KernelResult result = GpuSimulation.Create(A100, VectorAdd).Run();

        // Block 0: two warps load twice 128 bytes, four sectors each. Block 1: four lanes far apart, four sectors; then three
        // neighbours and one 4 KiB on, two sectors.
        Assert.Equal((2 * 2 * 4) + 4 + 2, result.Sms.Sum(sm => sm.L1Sectors));

        // Stores: twice 128 bytes, and one sector for four neighbours.
        Assert.Equal((2 * 128) + 32, result.L2BytesStored);
        Assert.Equal(3, result.Issued(Operation.Fp32));
        Assert.Equal(6, result.Issued(Operation.LoadGlobal));
    }

    [Fact]
    public void An_addition_waits_for_both_of_its_loads()
    {
        KernelResult result = GpuSimulation.Create(A100, VectorAdd).Run();
        Assert.True(result.WarpCycles(Multiprocessor.WarpState.LongScoreboard) > 3 * 400, "each warp waits for memory");
    }

    [Theory]
    [InlineData("HMMA.16816.F32", 16 * 8 * 16, "fp16")]
    [InlineData("HMMA.16816.F32.BF16", 16 * 8 * 16, "bf16")]
    [InlineData("HMMA.1688.F32.TF32", 16 * 8 * 8, "tf32")]
    [InlineData("IMMA.16832.S8.S8", 16 * 8 * 32, "int8")]
    public void Matrix_instructions_are_known_by_their_shape(string opcode, int multiplyAdds, string format) =>
        Assert.Equal((multiplyAdds, format), SassOpcode.MatrixOf(opcode));

    [Theory]
    [InlineData("0010 ffffffff 1 R4 LDG.E 1 R2 4 1 0x10000 4", "0010 ffffffff 1 R4 LDG.E 1 R2 4 7 0x10000 4", "addresses do not match")]
    [InlineData("0030 ffffffff 1 R6 FADD 2 R4 R5 0", "0030 ffffffff 1 R6 FADD 3 R4 R5 0", "registers that it reads")]
    [InlineData("0030 ffffffff 1 R6 FADD 2 R4 R5 0", "0030 ffffffff 1 R6 DADD 2 R4 R5 0", "DADD is not modelled")]
    [InlineData("0030 ffffffff 1 R6 FADD 2 R4 R5 0", "nonsense", "program counter")]
    public void A_broken_line_is_named_by_its_number(string line, string broken, string problem)
    {
        string text = File.ReadAllText(Path.Combine(Folder, "vector-add.traceg"));
        int at = text.IndexOf(line, StringComparison.Ordinal);
        int number = text[..at].Count(letter => letter == '\n') + 1;
        Diagnostic mistake = Assert.Single(ReadText(text[..at] + broken + text[(at + line.Length)..]));
        Assert.Equal(number, mistake.Line);
        Assert.Contains(problem, mistake.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trace_that_is_cut_off_says_what_is_missing()
    {
        string text = File.ReadAllText(Path.Combine(Folder, "vector-add.traceg"));
        int middle = text.IndexOf("warp = 1", StringComparison.Ordinal);
        Assert.Contains(ReadText(text[..middle]), mistake => mistake.Problem.Contains("ends within a block", StringComparison.Ordinal));
    }

    [Fact]
    public void A_trace_that_is_not_there_is_named()
    {
        string list = Path.Combine(Directory.CreateTempSubdirectory().FullName, "kernelslist.g");
        File.WriteAllText(list, "MemcpyHtoD,0x0,1\nkernel-1.traceg\n");
        Diagnostic mistake = Assert.Single(TraceReader.Read(list).Diagnostics);
        Assert.Equal((list, 2, "kernel-1.traceg"), (mistake.File, mistake.Line, mistake.Given));
    }

    private static IReadOnlyList<Diagnostic> ReadText(string text)
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "broken.traceg");
        File.WriteAllText(file, text);
        return TraceReader.Read(file).Diagnostics;
    }
}
