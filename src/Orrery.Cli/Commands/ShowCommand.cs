using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Hardware;
using Orrery.Hardware.Fabrics;
using Orrery.Reporting.Folders;
using Orrery.Workloads.Models;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery show ...</c>: what the tool knows about machines and models.</summary>
public sealed class ShowCommand : CliCommand
{
    public ShowCommand(Terminal terminal)
        : base(
            "show", "Shows the GPUs, fabrics and models that are known, and what follows from a model's shape.",
            "orrery show gpus",
            "orrery show gpu a100-sxm4-80gb",
            "orrery show fabric hgx-h100",
            "orrery show models",
            "orrery show model path/to/config.json")
    {
        Subcommands.Add(new List(
            "gpus", "All GPUs that come with the tool.", () => GpuScreen.PrintAll(GpuCatalogue.All, terminal.Screen),
            () => GpuJson.Of(GpuCatalogue.All), terminal));
        Subcommands.Add(new One("gpu", "One GPU: every value with its source.", "Name of a GPU, as 'orrery show gpus' lists it.", Gpu, terminal));
        Subcommands.Add(new List(
            "fabrics", "All fabrics between GPUs that come with the tool.", () => FabricScreen.PrintAll(FabricCatalogue.All, terminal.Screen),
            () => FabricJson.Of(FabricCatalogue.All), terminal));
        Subcommands.Add(new One(
            "fabric", "One fabric: its tiers from the inside out, with sources.",
            "Name of a fabric, as 'orrery show fabrics' lists it, a .yaml file, or a GPU for what follows from its data sheet.", Fabric, terminal));
        Subcommands.Add(new List(
            "models", "All models that come with the tool.", () => ModelScreen.PrintAll(ModelCatalogue.All, terminal.Screen),
            () => ModelJson.Of(ModelCatalogue.All), terminal));
        Subcommands.Add(new One("model", "One model: parameters, FLOP a token, KV cache a token.", "Name of a model, or a config.json from Hugging Face.", Model, terminal));
    }

    private static int Gpu(string name, bool json, Terminal terminal)
    {
        if (GpuCatalogue.Find(name) is not { } gpu)
            return Unknown("GPU", name, GpuCatalogue.Nearest(name), "orrery show gpus", terminal);
        if (json)
            terminal.Out.WriteLine(GpuJson.Of(gpu).ToJsonString(JsonStyle.Indented));
        else
            GpuScreen.Print(gpu, terminal.Screen);
        return ExitCode.Ok;
    }

    private static int Fabric(string name, bool json, Terminal terminal)
    {
        Fabric? fabric = FabricCatalogue.Find(name) ?? (GpuCatalogue.Find(name) is { } gpu ? GpuFabric.Of(gpu) : null);
        if (fabric is null && LooksLikeFile(name, terminal))
        {
            Loaded<Fabric> loaded = FabricCatalogue.Load(terminal.Resolve(name));
            if (!loaded.Ok)
                return Mistakes.Print(loaded.Diagnostics, terminal);
            fabric = loaded.Value;
        }
        if (fabric is null)
            return Unknown("fabric", name, FabricCatalogue.Nearest(name), "orrery show fabrics", terminal);
        if (json)
            terminal.Out.WriteLine(FabricJson.Of(fabric).ToJsonString(JsonStyle.Indented));
        else
            FabricScreen.Print(fabric, terminal.Screen);
        return ExitCode.Ok;
    }

    private static int Model(string name, bool json, Terminal terminal)
    {
        TransformerModel? model = ModelCatalogue.Find(name);
        if (model is null && LooksLikeFile(name, terminal))
        {
            Loaded<TransformerModel> loaded = ModelCatalogue.Load(name);
            if (!loaded.Ok)
                return Mistakes.Print(loaded.Diagnostics, terminal);
            model = loaded.Value;
        }
        if (model is null)
            return Unknown("model", name, ModelCatalogue.Nearest(name), "orrery show models", terminal);
        if (json)
            terminal.Out.WriteLine(ModelJson.Of(model).ToJsonString(JsonStyle.Indented));
        else
            ModelScreen.Print(model, terminal.Screen);
        return ExitCode.Ok;
    }

    private static bool LooksLikeFile(string name, Terminal terminal) =>
        name.Contains('/', StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal)
        || name.EndsWith(".yaml", StringComparison.Ordinal) || Path.Exists(terminal.Resolve(name));

    private static int Unknown(string kind, string name, string? nearest, string list, Terminal terminal)
    {
        string hint = nearest is null ? "" : $" (did you mean '{nearest}'?)";
        terminal.Error.WriteLine($"orrery: unknown {kind} '{name}'{hint}");
        terminal.Error.WriteLine($"'{list}' lists all.");
        return ExitCode.Mistake;
    }

    private sealed class List : CliCommand
    {
        private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

        public List(string name, string description, Action print, Func<System.Text.Json.Nodes.JsonNode> toJson, Terminal terminal)
            : base(name, description, $"orrery show {name}", $"orrery show {name} --json")
        {
            Options.Add(_json);
            SetAction(parsed =>
            {
                if (parsed.GetValue(_json))
                    terminal.Out.WriteLine(toJson().ToJsonString(JsonStyle.Indented));
                else
                    print();
                return ExitCode.Ok;
            });
        }
    }

    private sealed class One : CliCommand
    {
        private readonly Argument<string> _name = new("NAME");
        private readonly Option<bool> _json = new("--json") { Description = "Print JSON." };

        public One(string name, string description, string what, Func<string, bool, Terminal, int> show, Terminal terminal)
            : base(name, description)
        {
            _name.Description = what;
            Arguments.Add(_name);
            Options.Add(_json);
            SetAction(parsed => show(parsed.GetRequiredValue(_name), parsed.GetValue(_json), terminal));
        }
    }
}
