using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.Configuration.Documents;
using Orrery.CostModels.Measured;
using Orrery.Experiments;
using Orrery.Hardware;
using Orrery.Reporting.Folders;
using Orrery.Validation;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery calibrate</c>: fits physical constants of one GPU on a user's measurements.</summary>
public sealed class CalibrateCommand : CliCommand
{
    private readonly Option<string> _gpu = new("--gpu") { Description = "The GPU: a name that 'orrery show gpus' lists, or a .yaml file.", HelpName = "NAME", Required = true };
    private readonly Option<string> _data = new("--data") { Description = "The measurements: a CSV, or a folder of them.", HelpName = "PATH", Required = true };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "Write the GPU with its constants here; it loads with '--gpu FILE.yaml'.", HelpName = "FILE.yaml" };
    private readonly Option<string?> _constants = new("--constants") { Description = "The constants to fit, with commas between; left out: those that are made for it and of which the rows tell.", HelpName = "NAMES" };
    private readonly Option<bool> _force = new("--force") { Description = "Write the file even where rows that were held out are predicted worse." };
    private readonly Option<bool> _json = new("--json") { Description = "Print JSON and nothing else." };

    public CalibrateCommand(Terminal terminal)
        : base(
            "calibrate", "Fits physical constants of one GPU on measurements, and tells what that gains on rows it did not see.",
            "orrery calibrate --gpu a100-sxm4-80gb --data my-measurements/ --out my-a100.yaml",
            "orrery predict gemm --m 512 --n 4096 --k 4096 --gpu my-a100.yaml",
            "orrery calibrate --gpu t4 --data gemm.csv --constants memory.efficiency,gemm.tensor_efficiency")
    {
        foreach (Option option in new Option[] { _gpu, _data, _out, _constants, _force, _json }) Options.Add(option);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        (string name, string data) = (parsed.GetRequiredValue(_gpu), parsed.GetRequiredValue(_data));
        List<Diagnostic> mistakes = [];
        HardwareGpu? gpu = new GpuReader(terminal.Folder, mistakes).Read(new ScalarNode("--gpu", 0, name), "");
        Measurements measured = Measurements.Read(terminal.Resolve(data));
        mistakes.AddRange(measured.Mistakes);
        if (gpu is null || mistakes.Count > 0)
            return Mistakes.Print(mistakes, terminal);

        ProgressLine progress = new(terminal);
        Loaded<Calibration> loaded = Calibration.Of(
            gpu, measured.Tables.SelectMany(table => table.Rows), parsed.GetValue(_constants)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            (error, step) => progress.Report(new RunProgress(Fit.Progress(step), 0, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"fitting, error {error:F1} %"))), terminal.Stop);
        progress.End();
        terminal.Stop.ThrowIfCancellationRequested();
        if (!loaded.Ok)
            return Mistakes.Print(loaded.Diagnostics, terminal);

        Calibration calibration = loaded.Value;
        string? file = parsed.GetValue(_out);
        bool write = file is not null && (calibration.Helps || parsed.GetValue(_force));
        if (write && Write(calibration, name, data, file!, terminal) is { } failure)
            return Mistakes.Print([failure], terminal);
        if (parsed.GetValue(_json))
            terminal.Out.WriteLine(CalibrationJson.Of(calibration, write ? terminal.Resolve(file!) : null).ToJsonString(JsonStyle.Indented));
        else
            CalibrationScreen.Print(calibration, measured.Skipped, terminal.Screen);
        return Close(calibration, file, write, parsed.GetValue(_json), terminal);
    }

    private static int Close(Calibration calibration, string? file, bool write, bool quiet, Terminal terminal)
    {
        if (write && !quiet)
            terminal.Out.WriteLine($"Written: {file} (use it with --gpu {file})");
        if (write || (calibration.Helps && file is null))
        {
            if (!write && !quiet)
                terminal.Out.WriteLine("Nothing is written; --out FILE.yaml keeps these constants.");
            return ExitCode.Ok;
        }
        terminal.Error.WriteLine("orrery calibrate: rows that were held out are not predicted better, so nothing is written (--force with --out does it all the same)");
        return ExitCode.Mistake;
    }

    private static Diagnostic? Write(Calibration calibration, string gpu, string data, string file, Terminal terminal)
    {
        string path = terminal.Resolve(file);
        // A file that the new one starts from is named as seen from there.
        string preset = GpuCatalogue.Find(gpu) is { } known ? known.Name : Path.GetRelativePath(Path.GetDirectoryName(path)!, terminal.Resolve(gpu));
        try
        {
            File.WriteAllText(path, CalibrationFile.Text(calibration, preset, Path.GetFileName(Path.TrimEndingDirectorySeparator(data))));
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new Diagnostic(file, 0, "", "cannot be written: " + problem.Message);
        }
    }
}
