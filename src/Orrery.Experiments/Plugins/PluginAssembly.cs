using System.Reflection;

namespace Orrery.Experiments.Plugins;

/// <summary>A user's assembly, in which parts of one's own are found: thread managers, warp schedulers.</summary>
public static class PluginAssembly
{
    /// <summary>The public types of an assembly; empty with a problem where it cannot be loaded.</summary>
    /// <param name="path">The assembly (.dll), or the folder of its project once built.</param>
    /// <param name="problem">What is wrong, as a short clause; null where nothing is.</param>
    public static IReadOnlyList<Type> Types(string path, out string? problem)
    {
        problem = null;
        if (Locate(path) is not { } file)
        {
            problem = "no assembly there; build its project first (dotnet build -c Release)";
            return [];
        }

        try
        {
            return Assembly.LoadFrom(file).GetExportedTypes();
        }
        catch (Exception unreadable) when (unreadable is BadImageFormatException or IOException or TypeLoadException or ReflectionTypeLoadException)
        {
            problem = $"{file} cannot be loaded: {unreadable.Message}";
            return [];
        }
    }

    /// <summary>The assembly itself, or the newest build of the project in a folder; null where there is none.</summary>
    public static string? Locate(string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        string? project = Directory.Exists(path) ? Directory.GetFiles(path, "*.csproj").FirstOrDefault() : null;
        string bin = Path.Combine(path, "bin");
        return project is null || !Directory.Exists(bin) ? null
            : Directory.GetFiles(bin, Path.GetFileNameWithoutExtension(project) + ".dll", SearchOption.AllDirectories)
                .OrderByDescending(File.GetLastWriteTimeUtc).FirstOrDefault();
    }
}
