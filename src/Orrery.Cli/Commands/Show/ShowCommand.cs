namespace Orrery.Cli.Commands.Show;

/// <summary><c>orrery show ...</c>: what the tool knows. A new thing to show is one file and one line here.</summary>
public sealed class ShowCommand : CliCommand
{
    public ShowCommand(Terminal terminal)
        : base(
            "show", "Shows what is known: GPUs, clusters, fabrics, models, number formats, physical constants, ways of measuring.",
            "orrery show gpus",
            "orrery show gpu a100-sxm4-80gb",
            "orrery show cluster dgx-h100",
            "orrery show fabric hgx-h100",
            "orrery show model path/to/config.json",
            "orrery show format nvfp4",
            "orrery show constants")
    {
        IShown[] all = [new ShownGpus(), new ShownFabrics(), new ShownClusters(), new ShownModels(), new ShownFormats(), new ShownConstants(), new ShownMethods()];
        foreach (CliCommand command in all.SelectMany(shown => shown.Commands(terminal)))
            Subcommands.Add(command);
        Subcommands.Add(new ShowMicrobenchmarks(terminal));
    }
}
