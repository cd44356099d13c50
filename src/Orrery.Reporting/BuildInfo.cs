using System.Reflection;

namespace Orrery.Reporting;

/// <summary>Which Orrery this is.</summary>
/// <param name="Version">The released version.</param>
/// <param name="Commit">The commit it was built from, or "unknown" outside a repository.</param>
public sealed record BuildInfo(string Version, string Commit)
{
    public static BuildInfo Current { get; } = Read();

    public string ShortCommit => Commit.Length > 10 ? Commit[..10] : Commit;

    // The SDK writes "version+commit" into every assembly it builds inside a repository.
    private static BuildInfo Read()
    {
        string text = typeof(BuildInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = text.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? new BuildInfo(text, "unknown") : new BuildInfo(text[..plus], text[(plus + 1)..]);
    }
}
