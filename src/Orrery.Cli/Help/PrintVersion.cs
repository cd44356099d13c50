using System.CommandLine;
using System.CommandLine.Invocation;
using Orrery.Reporting;

namespace Orrery.Cli.Help;

/// <summary>Prints the version and the commit it was built from.</summary>
public sealed class PrintVersion : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        BuildInfo build = BuildInfo.Current;
        parseResult.InvocationConfiguration.Output.WriteLine($"orrery {build.Version} ({build.ShortCommit})");
        return ExitCode.Ok;
    }
}
