using System.CommandLine;
using System.Text.Json.Nodes;
using Orrery.Cli.Screens;
using Orrery.Gpu.Machines;
using Orrery.Gpu.Measuring;
using Orrery.Hardware;
using Orrery.Reporting.Folders;

namespace Orrery.Cli.Commands.Show;

/// <summary><c>orrery show microbenchmarks</c>: kernels that measure one property each, simulated cycle by cycle, beside published values.</summary>
internal sealed class ShowMicrobenchmarks : CliCommand
{
    private static readonly string[] Published = ["a100-sxm4-40gb", "h100-sxm5-80gb"];

    private readonly Argument<string[]> _gpus = new("GPU")
    {
        Arity = ArgumentArity.ZeroOrMore,
        Description = "Names of GPUs, as 'orrery show gpus' lists them; the A100 and the H100, for which most was published, when left out.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

    public ShowMicrobenchmarks(Terminal terminal)
        : base(
            "microbenchmarks", "Latencies and rates that the cycle-level simulation has, beside published measurements.",
            "orrery show microbenchmarks", "orrery show microbenchmarks h100-sxm5-80gb --json")
    {
        Arguments.Add(_gpus);
        Options.Add(_json);
        SetAction(parsed => Run(parsed.GetValue(_gpus) is { Length: > 0 } given ? given : Published, parsed.GetValue(_json), terminal));
    }

    private static int Run(IReadOnlyList<string> names, bool json, Terminal terminal)
    {
        List<string> mistakes = [];
        List<GpuMachine> machines = [];
        foreach (string name in names)
        {
            if (GpuCatalogue.Find(name) is not { } gpu)
            {
                string hint = GpuCatalogue.Nearest(name) is { } near ? $" (did you mean '{near}'?)" : "";
                mistakes.Add($"unknown GPU '{name}'{hint}; 'orrery show gpus' lists all");
            }
            else if (GpuMachine.Of(gpu) is { } machine)
            {
                machines.Add(machine);
            }
            else
            {
                mistakes.Add($"{gpu.Name} cannot be simulated cycle by cycle: NVIDIA GPUs since Volta can");
            }
        }
        foreach (string mistake in mistakes) terminal.Error.WriteLine($"orrery show microbenchmarks: {mistake}");
        if (mistakes.Count > 0) return ExitCode.Mistake;
        JsonArray all = [];
        foreach (GpuMachine machine in machines)
        {
            MicrobenchmarkRow[] rows = [.. MicrobenchmarkRow.Of(machine)];
            if (json) all.Add((JsonNode)MicrobenchmarkJson.Of(machine, rows));
            else MicrobenchmarkScreen.Print(machine, rows, terminal.Screen);
        }
        if (json) terminal.Out.WriteLine(all.ToJsonString(JsonStyle.Indented));
        return ExitCode.Ok;
    }
}
