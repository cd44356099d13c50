namespace Orrery.Tests;

/// <summary>Finds files beside the tests, wherever they are run from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of measurements on real GPUs, which is no part of the repository.</summary>
    public static string Measured { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data", "measured"));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Orrery.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the tests are not inside the repository");
    }
}
