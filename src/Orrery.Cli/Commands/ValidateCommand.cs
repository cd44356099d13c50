using System.CommandLine;
using Orrery.Cli.Screens;
using Orrery.Configuration;
using Orrery.CostModels;
using Orrery.CostModels.Constants;
using Orrery.CostModels.Measured;
using Orrery.Validation;

namespace Orrery.Cli.Commands;

/// <summary><c>orrery validate</c>: holds predictions against measurements.</summary>
public sealed class ValidateCommand : CliCommand
{
    private const string DefaultPath = "../shared/data/measured";

    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A folder of measurement tables, or one CSV",
        DefaultValueFactory = _ => DefaultPath,
    };

    private readonly Option<string> _fidelity = new("--fidelity")
    {
        Description = "How closely operators are modelled",
        HelpName = "NAME",
        DefaultValueFactory = _ => "analytic",
    };

    private readonly Option<string[]> _gpus = new("--gpu") { Description = "Only rows of this GPU; may be repeated", HelpName = "NAME" };
    private readonly Option<bool> _json = new("--json") { Description = "Print the groups as JSON" };
    private readonly Option<string?> _rows = new("--rows") { Description = "Write every row with its prediction to this CSV", HelpName = "FILE" };

    public ValidateCommand(Terminal terminal)
        : base(
            "validate", "Holds predictions against measurements, and tells the errors by GPU and operation.",
            "orrery validate",
            "orrery validate my-measurements --gpu h100-sxm5-80gb",
            "orrery validate gemm.csv --json")
    {
        Arguments.Add(_path);
        Options.Add(_fidelity);
        Options.Add(_gpus);
        Options.Add(_json);
        Options.Add(_rows);
        SetAction(parsed => Run(parsed, terminal));
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string fidelity = parsed.GetRequiredValue(_fidelity);
        if (CostCatalogue.Find(fidelity) is not { } cost)
        {
            Diagnostic mistake = new("--fidelity", 0, "", "there is no such fidelity", fidelity,
                string.Join(", ", CostCatalogue.Names), CostCatalogue.Nearest(fidelity));
            return Mistakes.Print([mistake], terminal);
        }

        Measurements measured = Measurements.Read(terminal.Resolve(parsed.GetRequiredValue(_path)));
        if (measured.Tables.Count == 0)
        {
            return Mistakes.Print(measured.Mistakes, terminal);
        }

        string[] wanted = parsed.GetValue(_gpus) ?? [];
        Validator validator = new(cost, PhysicalConstants.Default);
        IEnumerable<MeasuredRow> rows = measured.Tables.SelectMany(table => table.Rows)
            .Where(row => wanted.Length == 0 || wanted.Any(name => GpuNames.Same(name, row.Gpu)));
        IReadOnlyList<Comparison> comparisons = validator.Compare(rows);
        IReadOnlyList<AccuracyGroup> groups = AccuracyGroup.Of(comparisons);
        if (parsed.GetValue(_rows) is { } file)
        {
            ComparisonCsv.Write(terminal.Resolve(file), comparisons);
        }

        if (parsed.GetValue(_json))
        {
            terminal.Out.WriteLine(AccuracyJson.Of(groups));
        }
        else
        {
            AccuracyScreen.Print(groups, measured, validator.Skipped, terminal);
        }

        foreach (Diagnostic mistake in measured.Mistakes)
        {
            terminal.Error.WriteLine(mistake.ToString());
        }

        return measured.Mistakes.Count > 0 ? ExitCode.Mistake : ExitCode.Ok;
    }
}
